package io.automation.job.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.automation.model.workflow.Organization;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrganizationVariablesTest {

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "500, 500", "501, 500", "1200, 500"})
    void showAtMostFiveHundredAccountsByNameAndTheirNumber(int accounts, int shown) {
        List<Member> members = new ArrayList<>();
        for (int i = accounts; i > 0; i--) {
            members.add(member("account %04d".formatted(i)));
        }

        OrganizationVariables variables =
                new OrganizationVariables(Organization.unknown("org"), members, Map.of());

        assertThat(variables.value("accounts_total")).isEqualTo(BigDecimal.valueOf(accounts));
        List<Object> names = new ArrayList<>();
        for (int i = 1; i <= shown; i++) {
            names.add(Map.of("name", "account %04d".formatted(i), "status", "active"));
        }
        assertThat(variables.value("accounts")).isEqualTo(names);
    }

    private static Member member(String name) {
        return new Member(
                "",
                "w",
                "r",
                "scheduled",
                "k",
                0,
                0,
                "{}",
                name,
                false,
                name,
                null,
                "active",
                null,
                List.of(),
                List.of());
    }
}
