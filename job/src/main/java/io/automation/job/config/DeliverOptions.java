package io.automation.job.config;

import java.io.Serializable;
import java.time.Duration;

/**
 * What the job "deliver" needs besides Kafka.
 *
 * @param lease how long a claimed mail belongs to the one that claimed it
 * @param patience how long a mail is tried while the server takes none
 * @param inFlight mails that one subtask tries at once
 */
public record DeliverOptions(
        Database database, MailServer mail, Duration lease, Duration patience, int inFlight)
        implements Serializable {}
