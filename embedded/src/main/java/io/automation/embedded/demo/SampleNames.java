package io.automation.embedded.demo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/** Invented names, the same for the same random numbers. */
final class SampleNames {

    /**
     * Accounts that the simulator leaves to the visitor, each a customer of another organization.
     */
    static final List<String> LEFT_TO_THE_VISITOR =
            List.of("Cloud Kettles", "Paper Lanterns", "Moonbase Coffee");

    /** So that the live view shows each name in full. */
    private static final int LONGEST = 18;

    private static final List<String> WELL_KNOWN =
            List.of(
                    "Quantum Teapots",
                    "Llama Logistics",
                    "Giraffe Elevators",
                    "Tidal Umbrellas",
                    "Walrus Weather",
                    "Penguin Plumbing",
                    "Badger Bakeries",
                    "Heron Hotels",
                    "Ferret Freight",
                    "Gecko Glassworks",
                    "Puffin Printing",
                    "Tortoise Express",
                    "Marmot Mattresses",
                    "Lobster Legal",
                    "Pelican Post",
                    "Hedgehog Heating",
                    "Narwhal Notaries",
                    "Dormouse Dairy");

    private static final List<String> FIRST =
            List.of(
                    "Amber",
                    "Biscuit",
                    "Clever",
                    "Cobalt",
                    "Copper",
                    "Cosmic",
                    "Crimson",
                    "Electric",
                    "Gentle",
                    "Harbour",
                    "Juniper",
                    "Lunar",
                    "Magnetic",
                    "Marble",
                    "Midnight",
                    "Origami",
                    "Pocket",
                    "Polar",
                    "Saffron",
                    "Silent",
                    "Thunder",
                    "Turbo",
                    "Velvet",
                    "Walnut",
                    "Wandering");

    private static final List<String> SECOND =
            List.of(
                    "Balloons",
                    "Beehives",
                    "Bicycles",
                    "Canoes",
                    "Compasses",
                    "Cupboards",
                    "Gliders",
                    "Hammocks",
                    "Kites",
                    "Mittens",
                    "Orchards",
                    "Parasols",
                    "Pianos",
                    "Pumpkins",
                    "Rockets",
                    "Sundials",
                    "Trumpets",
                    "Tulips",
                    "Windmills",
                    "Zeppelins");

    private static final List<String> GIVEN =
            List.of(
                    "Ada", "Amara", "Bruno", "Camila", "Chidi", "Daria", "Elif", "Emil", "Farah",
                    "Goran", "Hana", "Ines", "Jonas", "Kaito", "Lena", "Mateo", "Mina", "Noor",
                    "Olga", "Pavel", "Priya", "Quentin", "Rosa", "Samir", "Tove", "Uma", "Viktor",
                    "Wanda", "Yusuf", "Zora");

    private static final List<String> FAMILY =
            List.of(
                    "Abara",
                    "Bergqvist",
                    "Castellan",
                    "Dumont",
                    "Eriksdal",
                    "Farrow",
                    "Grell",
                    "Hollander",
                    "Ibarra",
                    "Juhl",
                    "Kowal",
                    "Lindqvist",
                    "Marek",
                    "Nakata",
                    "Okonjo",
                    "Petrakis",
                    "Quist",
                    "Rasmus",
                    "Sandoval",
                    "Tanaka",
                    "Ullmann",
                    "Varga",
                    "Winther",
                    "Yamada",
                    "Zeller");

    private final Random random;

    SampleNames(Random random) {
        this.random = random;
    }

    /** Names of companies, none twice and none that is left to the visitor. */
    List<String> companies(int count) {
        List<String> invented = new ArrayList<>();
        for (String first : FIRST) {
            for (String second : SECOND) {
                String name = first + ' ' + second;
                if (name.length() <= LONGEST) {
                    invented.add(name);
                }
            }
        }
        Collections.shuffle(invented, random);
        Set<String> names = new LinkedHashSet<>(WELL_KNOWN);
        names.addAll(invented);
        return names.stream().limit(count).toList();
    }

    String person() {
        return one(GIVEN) + ' ' + one(FAMILY);
    }

    <T> T one(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** An address of the names that are reserved for examples. */
    static String address(String person, String company, String topLevel) {
        return "%s@%s.example.%s".formatted(dotted(person), domain(company), topLevel);
    }

    private static String dotted(String person) {
        return person.toLowerCase(Locale.ROOT).replace(' ', '.');
    }

    private static String domain(String company) {
        return company.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-");
    }
}
