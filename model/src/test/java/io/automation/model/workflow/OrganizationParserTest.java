package io.automation.model.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.automation.model.workflow.Organization.BusinessHours;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrganizationParserTest {

    @Test
    void readsTheRow() {
        Organization organization =
                accepted(
                        "Europe/Berlin",
                        "{'business_hours':{'start':'08:00','end':'18:30','days':[1,'2',0]},"
                                + "'negative_outcomes':['bad'],'frequency_cap':{'max':2,'per':'7d'},"
                                + "'from_email':'cs@teapots.example','product_name':'Teapots',"
                                + "'plan':{'tier':1}}");

        assertThat(organization.zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
        assertThat(organization.businessHours())
                .isEqualTo(
                        new BusinessHours(
                                LocalTime.of(8, 0),
                                LocalTime.of(18, 30),
                                EnumSet.of(DayOfWeek.MONDAY, DayOfWeek.TUESDAY, DayOfWeek.SUNDAY)));
        assertThat(organization.negativeOutcomes()).containsExactly("bad");
        assertThat(organization.frequencyCap())
                .isEqualTo(new Organization.FrequencyCap(2, 7 * 86_400_000));
        assertThat(organization.fromEmail()).isEqualTo("cs@teapots.example");
        assertThat(organization.productName()).isEqualTo("Teapots");
        assertThat(organization.settings().at("/plan/tier").intValue()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "null", "[]", "5", "'x'"})
    void fillsInDefaults(String settings) {
        Organization organization = accepted(null, settings);

        assertThat(organization.zone()).isEqualTo(ZoneOffset.UTC);
        assertThat(organization).isEqualTo(Organization.unknown("o1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'negative_outcomes':'bad'}",
                "{'negative_outcomes':[1]}",
                "{'negative_outcomes':[]}",
                "{'negative_outcomes':['bad',null]}",
                "{'frequency_cap':5}",
                "{'frequency_cap':{}}",
                "{'frequency_cap':{'max':0,'per':'7d'}}",
                "{'frequency_cap':{'max':1.5,'per':'7d'}}",
                "{'frequency_cap':{'max':1e999999999,'per':'7d'}}",
                "{'frequency_cap':{'max':1,'per':'0d'}}",
                "{'frequency_cap':{'max':1,'per':'week'}}",
                "{'frequency_cap':{'max':1,'per':7}}",
                "{'from_email':1,'product_name':{}}",
                "{'business_hours':null}",
                "{'business_hours':{}}",
                "{'business_hours':{'days':[],'note':1}}"
            })
    void takesValuesOfAWrongTypeForAbsent(String settings) {
        Organization organization = accepted("UTC", settings);

        assertThat(organization.negativeOutcomes())
                .isEqualTo(Set.of("negative", "no_show", "escalated", "lost"));
        assertThat(organization.frequencyCap()).isNull();
        assertThat(organization.fromEmail()).isNull();
        assertThat(organization.productName()).isNull();
        assertThat(organization.businessHours()).isEqualTo(BusinessHours.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    Berlin|{}|unknown_zone /timezone
                    UTC+1|{}|unknown_zone /timezone
                    ``|{}|unknown_zone /timezone
                    UTC|{|bad_json /settings
                    UTC|{'business_hours':'nine to five'}|wrong_type /settings/business_hours
                    UTC|{'business_hours':{'start':9}}|wrong_type /settings/business_hours/start
                    UTC|{'business_hours':{'start':'9:00'}}|bad_time /settings/business_hours/start
                    UTC|{'business_hours':{'end':'24:00'}}|bad_time /settings/business_hours/end
                    UTC|{'business_hours':{'days':[8]}}|out_of_range /settings/business_hours/days/0
                    UTC|{'business_hours':{'days':'weekdays'}}|wrong_type /settings/business_hours/days
                    UTC|{'business_hours':{'start':'17:00'}}|contradiction /settings/business_hours/start
                    UTC|{'business_hours':{'start':'09:00','end':'09:00'}}|contradiction /settings/business_hours/start
                    UTC|{'business_hours':{'start':'22:00','end':'06:00'}}|contradiction /settings/business_hours/start
                    Mars|{'business_hours':7}|unknown_zone /timezone, wrong_type /settings/business_hours
                    """)
    void refusesUnknownZonesAndUnreadableHours(String zone, String settings, String expected) {
        ParsedOrganization parsed = parse(zone, settings);

        assertThat(parsed.organization()).isNull();
        assertThat(parsed.problems())
                .extracting(problem -> problem.code() + ' ' + problem.pointer())
                .containsExactlyElementsOf(List.of(expected.split(", ")));
    }

    private static Organization accepted(@Nullable String zone, String settings) {
        ParsedOrganization parsed = parse(zone, settings);
        assertThat(parsed.problems()).isEmpty();
        return Objects.requireNonNull(parsed.organization());
    }

    private static ParsedOrganization parse(@Nullable String zone, String settings) {
        return OrganizationParser.parse(new OrganizationRow("o1", null, zone, Rows.json(settings)));
    }
}
