package io.automation.model.run;

/**
 * A step's effect, decided and committed, not yet done. It carries its run, so that whoever claims
 * it can write the run's row first.
 *
 * @param endpoint what its target is reached through: {@code smtp}, a host, a credential
 * @param data JSON text: what the template is rendered with
 */
public record Intent(
        Run run, Delivery delivery, String endpoint, DeliveryMode deliveryMode, String data) {}
