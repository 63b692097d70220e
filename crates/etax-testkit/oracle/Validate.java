import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.MissingResourceException;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * Holds documents against XML schemas with the JDK's own implementation (javax.xml.validation, which is Xerces). Run as
 * one file: {@code java Validate.java}.
 *
 * <p>Standard input has one job a line, two fields separated by a tab: path of the schema, path of the document. Jobs of
 * one schema should follow each other, since only the last schema is kept.
 *
 * <p>Standard output has one line for each job: path of the document, {@code valid}, {@code invalid} or, where the schema
 * itself cannot be used, {@code error}, and the first complaint.
 */
final class Validate {
    private final SchemaFactory factory = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
    private String path = "";
    private Schema schema;
    private String complaint = "";

    /** Stops at the first error, and lets warnings pass. */
    private static final ErrorHandler STRICT = new ErrorHandler() {
        @Override
        public void warning(SAXParseException exception) {}

        @Override
        public void error(SAXParseException exception) throws SAXException {
            throw exception;
        }

        @Override
        public void fatalError(SAXParseException exception) throws SAXException {
            throw exception;
        }
    };

    public static void main(String[] arguments) throws Exception {
        Validate validate = new Validate();
        validate.factory.setErrorHandler(STRICT);
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        BufferedReader jobs = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String job = jobs.readLine(); job != null; job = jobs.readLine()) {
            String[] fields = job.split("\t");
            String[] answer = validate.judge(fields[0], fields[1]);
            out.println(fields[1] + "\t" + answer[0] + "\t" + answer[1].replaceAll("[\\t\\r\\n]+", " "));
        }
        out.flush();
    }

    private String[] judge(String schemaPath, String document) throws IOException {
        if (!schemaPath.equals(path)) {
            path = schemaPath;
            schema = null;
            try {
                schema = factory.newSchema(new File(schemaPath));
            } catch (SAXException exception) {
                complaint = String.valueOf(exception.getMessage());
            }
        }
        if (schema == null) {
            return new String[] {"error", complaint};
        }
        Validator validator = schema.newValidator();
        validator.setErrorHandler(STRICT);
        try {
            validator.validate(new StreamSource(new File(document)));
            return new String[] {"valid", ""};
        } catch (SAXException exception) {
            return new String[] {"invalid", String.valueOf(exception.getMessage())};
        } catch (MissingResourceException exception) {
            // JDK 17 has lost the text of cvc-complex-type.2.4.d.1; that it looks for it is an error found.
            return new String[] {"invalid", exception.getKey()};
        }
    }
}
