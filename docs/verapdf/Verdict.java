// Says of each PDF whether it conforms: java Verdict ua1,3a file.pdf ...  (docs/verapdf.md)
import java.io.File;
import java.io.FileInputStream;
import java.util.Map;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

public class Verdict {
    public static void main(String[] told) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        boolean all = true;
        for (int i = 1; i < told.length; i++) {
            for (String name : told[0].split(",")) {
                PDFAFlavour flavour = PDFAFlavour.fromString(name);
                try (PDFAParser parser = Foundries.defaultInstance().createParser(new FileInputStream(told[i]), flavour)) {
                    PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false);
                    ValidationResult result = validator.validate(parser);
                    System.out.printf("%s\t%s\t%s\t%d checks%n", result.isCompliant() ? "PASS" : "FAIL", name,
                        new File(told[i]).getName(), result.getTotalAssertions());
                    all &= result.isCompliant();
                    Map<String, Integer> failed = new TreeMap<>();
                    for (TestAssertion one : result.getTestAssertions()) {
                        if (one.getStatus() == TestAssertion.Status.FAILED) {
                            failed.merge(one.getRuleId().getClause() + "-" + one.getRuleId().getTestNumber() + " " + one.getMessage(), 1, Integer::sum);
                        }
                    }
                    failed.forEach((what, times) -> System.out.println("    " + times + " x " + what));
                }
            }
        }
        System.exit(all ? 0 : 1);
    }
}
