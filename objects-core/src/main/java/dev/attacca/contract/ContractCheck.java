package dev.attacca.contract;

import dev.attacca.annotation.Versioned;
import dev.attacca.error.RegistryException;
import dev.attacca.registry.ObjectDomain;
import dev.attacca.registry.ObjectRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a domain's classes would break for the releases that are still in the field, before anything is deployed. A
 * domain's folder holds its {@code objects.lock}, a lock {@code releases/<name>.lock} for every supported release, sources
 * below {@code src/main/java} and, where something may pass for a while, {@code objects.approvals}.
 *
 * <p>Immutable; safe for use by several threads.
 */
public final class ContractCheck {
    /** The lock's name in the domain's folder. */
    public static final String LOCK = "objects.lock";

    /** The folder of the supported releases' locks. */
    public static final String RELEASES = "releases";

    /** The name of the file of approvals. */
    public static final String APPROVALS = "objects.approvals";

    private static final String SOURCES = "src/main/java";

    private final Path folder;
    private final List<Path> against;
    private final @Nullable LocalDate today;

    private ContractCheck(Path folder, List<Path> against, @Nullable LocalDate today) {
        this.folder = folder;
        this.against = against;
        this.today = today;
    }

    /** A check of the domain in a folder, against all its releases, as of today in UTC. */
    public static ContractCheck in(Path folder) {
        return new ContractCheck(folder, List.of(), null);
    }

    /** The locks of a domain's supported releases, oldest first: numbers in their names compare as numbers. */
    public static List<Path> releases(Path folder) {
        return Release.files(folder.resolve(RELEASES));
    }

    /** The same check against these locks instead of the folder's releases. */
    public ContractCheck against(Path... locks) {
        return new ContractCheck(folder, List.of(locks), today);
    }

    /** The same check as of another day, which decides what is expired. */
    public ContractCheck on(LocalDate day) {
        return new ContractCheck(folder, against, day);
    }

    /**
     * Checks domains. One that the registry refuses is reported, not thrown.
     *
     * @throws ContractFileException if a lock or the approvals cannot be read
     */
    public ContractReport check(ObjectDomain... domains) {
        ObjectRegistry.Builder builder = ObjectRegistry.builder();
        for (ObjectDomain domain : domains) {
            builder.add(domain);
        }
        ObjectRegistry registry;
        try {
            registry = builder.build();
        } catch (RegistryException refused) {
            return refused(refused, domains);
        }
        return check(registry);
    }

    /**
     * Checks the classes of a registry.
     *
     * @throws ContractFileException if a lock or the approvals cannot be read
     */
    public ContractReport check(ObjectRegistry registry) {
        RegisteredContract contract = new RegisteredContract(registry);
        ObjectsLock now = contract.lock();
        Places places = new Places(List.of(folder.resolve(SOURCES)));
        places.add(registry, contract.enums());
        registry.errors().types().forEach(places::add);
        return check(now, places);
    }

    /** Checks what is stated, wherever it comes from. */
    ContractReport check(ObjectsLock now, Places places) {
        List<Release> releases = releases();
        List<ContractProblem> found = new ArrayList<>();
        Findings findings = compare(now, releases);
        findings.all().forEach(finding -> found.add(placed(finding, places, now)));
        outOfDate(now, found);
        return judge(releases, found);
    }

    private List<Release> releases() {
        return against.isEmpty()
                ? releases(folder).stream().map(Release::read).toList()
                : against.stream().map(Release::read).toList();
    }

    private static Findings compare(ObjectsLock now, List<Release> releases) {
        Findings findings = new Findings();
        for (int i = releases.size() - 1; i >= 0; i--) {
            Comparison comparison = new Comparison(releases.get(i), now, releases, findings);
            new TypeRules(comparison).check();
            new EnumRules(comparison).check();
            new ErrorRules(comparison).check();
        }
        TypeRules.unchanged(now, releases, findings);
        return findings;
    }

    private ContractProblem placed(Findings.Finding finding, Places places, ObjectsLock now) {
        Places.Place place = places.find(finding.subject());
        if (place == null) {
            int line = now.lineOf(finding.subject());
            Release newest = finding.releases().get(0);
            place = line > 0
                    ? new Places.Place(Places.shown(folder.resolve(LOCK)), line)
                    : new Places.Place(newest.file(), Math.max(1, newest.lock().lineOf(finding.subject())));
        }
        List<String> releases =
                oldestFirst(finding.releases().stream().map(Release::name).toList());
        return new ContractProblem(
                finding.rule(),
                finding.subject(),
                place.file(),
                place.line(),
                finding.what(),
                finding.rule().notice()
                        ? finding.breaks()
                        : "agents at " + String.join(" and ", oldestFirst(finding.victims())) + ": " + finding.breaks(),
                finding.write(),
                releases);
    }

    private static List<String> oldestFirst(List<String> newestFirst) {
        List<String> oldestFirst = new ArrayList<>(newestFirst);
        java.util.Collections.reverse(oldestFirst);
        return oldestFirst;
    }

    private void outOfDate(ObjectsLock now, List<ContractProblem> found) {
        Path file = folder.resolve(LOCK);
        String what;
        int line = 1;
        if (!Files.exists(file)) {
            what = "there is no lock";
        } else {
            List<String> locked = ObjectsLock.read(file).text().lines().toList();
            List<String> stated = now.text().lines().toList();
            int at = 0;
            while (at < locked.size() && at < stated.size() && locked.get(at).equals(stated.get(at))) {
                at++;
            }
            if (at == locked.size() && at == stated.size()) {
                return;
            }
            line = Math.min(at, locked.size() - 1) + 1;
            what = "the lock says " + shown(locked, at) + " where the classes say " + shown(stated, at);
        }
        found.add(new ContractProblem(
                ContractRule.LOCK_OUT_OF_DATE,
                LOCK,
                Places.shown(file),
                line,
                what,
                "reviewers: they cannot see what this change does to the contract",
                List.of("./attacca objects lock --domain " + Places.shown(folder)),
                List.of()));
    }

    private static String shown(List<String> lines, int at) {
        return at < lines.size() ? "'" + lines.get(at).strip() + "'" : "nothing more";
    }

    private ContractReport refused(RegistryException refused, ObjectDomain... domains) {
        Places places = new Places(List.of(folder.resolve(SOURCES)));
        for (ObjectDomain domain : domains) {
            for (Class<?> type : domain.types()) {
                Versioned versioned = type.getAnnotation(Versioned.class);
                boolean named = versioned != null && !versioned.name().isEmpty();
                places.add(named && versioned != null ? versioned.name() : type.getSimpleName(), type);
            }
        }
        List<ContractProblem> found = refused.problems().stream()
                .map(text -> RefusedDefinition.read(text, places, Places.shown(folder.resolve(LOCK))))
                .collect(Collectors.toList());
        return judge(releases(), found);
    }

    private ContractReport judge(List<Release> releases, List<ContractProblem> found) {
        Approvals approvals = Approvals.read(folder.resolve(APPROVALS));
        LocalDate day = today == null ? LocalDate.now(ZoneOffset.UTC) : today;
        List<ContractProblem> problems = new ArrayList<>();
        List<ContractProblem> notices = new ArrayList<>();
        List<ContractReport.Approved> approved = new ArrayList<>();
        for (ContractProblem problem : found) {
            Approval approval = approvals.all().stream()
                    .filter(each -> each.covers(problem.rule(), problem.subject()) && !each.expired(day))
                    .findFirst()
                    .orElse(null);
            if (problem.rule().notice()) {
                notices.add(problem);
            } else if (approval == null) {
                problems.add(problem);
            } else {
                approved.add(new ContractReport.Approved(problem, approval));
            }
        }
        for (Approval approval : approvals.all()) {
            boolean used = found.stream().anyMatch(each -> approval.covers(each.rule(), each.subject()));
            if (!used || approval.expired(day)) {
                problems.add(stale(approvals.file(), approval, used));
            }
        }
        return new ContractReport(releases.stream().map(Release::name).toList(), problems, notices, approved);
    }

    private static ContractProblem stale(String file, Approval approval, boolean used) {
        String subject = approval.rule() + " " + approval.subject();
        return new ContractProblem(
                used ? ContractRule.APPROVAL_EXPIRED : ContractRule.APPROVAL_UNUSED,
                subject,
                file,
                approval.line(),
                used
                        ? subject + " was approved by " + approval.author() + " until " + approval.expires()
                        : subject + " is approved, and nothing breaks it",
                used ? "what was let pass for a while is still there" : "the next one who breaks it would not be told",
                List.of(used ? "mend what it let pass, or agree on another day: expires ..." : "remove the approval"),
                List.of());
    }
}
