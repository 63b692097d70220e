//! The text of an invoice's QR code: the strict reader, the tolerant one, the writer.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use etax::code::qr::{Deviation, Field, InvoicePart, QrError, QrFault, QrText, crc16, read};
use etax::xml::{Document, Limits, Parsed};
use proptest::prelude::*;

/// Texts whose checksums another implementation made (CRC-16/CCITT-FALSE of a scripting language's library).
const PLAIN: &str =
    "00020199700009A0000007701100300123450020110306C26TYY040268050820261121060612000063040248";
const WITH_PAYMENT: &str = "00020101021238140010A00000072753037045802VN99700009A0000007701100300123450020110306C26TYY040268050820261121060612000063041E99";
const EMPTY: &str = "0002016304AAE6";

fn part() -> InvoicePart {
    InvoicePart {
        guid: "A00000077".into(),
        seller: "0300123450".into(),
        form: "1".into(),
        series: "C26TYY".into(),
        number: "68".into(),
        date: "20261121".into(),
        total: "120000".into(),
    }
}

/// Appends the checksum.
fn sealed(text: &str) -> String {
    let text = format!("{text}6304");
    format!("{text}{:04X}", crc16(text.as_bytes()))
}

fn object(id: &str, value: &str) -> String {
    format!("{id}{:02}{value}", value.len())
}

#[test]
fn what_follows_the_rule_is_read_and_printed_as_it_was() {
    for text in [PLAIN, WITH_PAYMENT] {
        let read = QrText::parse(text).unwrap();
        assert_eq!(read.invoice(), Some(&part()));
        assert_eq!(read.to_string(), text);
    }
    assert_eq!(QrText::of(&part()).unwrap().to_string(), PLAIN);
    let none = QrText::parse(EMPTY).unwrap();
    assert_eq!((none.invoice(), none.to_string().as_str()), (None, EMPTY));
    assert_eq!(QrText::parse(WITH_PAYMENT).unwrap().objects().len(), 6);
}

#[test]
fn the_strict_reader_names_the_place() {
    let inner = |value: &str| sealed(&(object("00", "01") + &object("99", value)));
    let cases = [
        ("", 1, QrFault::Checksum),
        ("000201", 6, QrFault::Checksum),
        ("0002016304FFFF", 7, QrFault::Checksum),
        ("0002đ1", 5, QrFault::Character),
        ("0x0201", 1, QrFault::Identifier),
        ("000x01", 1, QrFault::Length),
        ("0000", 1, QrFault::Length),
        ("00020", 1, QrFault::Cut),
        ("000201000201", 7, QrFault::Order),
    ];
    for (text, position, fault) in cases {
        assert_eq!(QrText::parse(text), Err(QrError { position, fault }), "{text}");
    }
    let made = [
        (sealed(&object("00", "02")), 1, QrFault::Value),
        (sealed(&object("53", "704")), 1, QrFault::Order),
        (inner(&(object("02", "1") + &object("01", "0300123450"))), 16, QrFault::Order),
        (inner(&object("07", "1")), 11, QrFault::Identifier),
        (inner(&object("01", "0300123450-001")), 11, QrFault::Value),
        (inner(&object("03", "X26TYY")), 11, QrFault::Value),
        (inner(&object("05", "20260230")), 11, QrFault::Value),
        (inner(&object("06", "1.5E6")), 11, QrFault::Value),
        ("0".repeat(513), 1, QrFault::TooLong),
    ];
    for (text, position, fault) in made {
        let error = QrText::parse(&text).unwrap_err();
        assert_eq!(error, QrError { position, fault }, "{text}");
        assert!(error.to_string().starts_with(&format!("at character {position}: ")));
    }
}

#[test]
fn what_follows_the_rule_deviates_in_nothing() {
    let reading = read(PLAIN);
    assert_eq!((reading.invoice, reading.ambiguous, reading.deviations), (Some(part()), false, Vec::new()));
}

/// One digit for some lengths inside object 99, and a checksum copied from elsewhere.
#[test]
fn lengths_of_one_digit_are_read() {
    let inner =
        "0009A00000077011003001234500201103 06C26TYY".replace(' ', "") + "042680508202611210661" + "20000";
    let text = format!("00020199{}{inner}6304ABCD", inner.len());
    assert!(QrText::parse(&text).is_err());
    let inner = object("00", "A00000077")
        + &object("01", "0300123450")
        + &object("02", "1")
        + &object("03", "C26TYY")
        + "04268"
        + &object("05", "20261121")
        + "066120000";
    let text = format!("00020199{}{inner}6304ABCD", inner.len());
    let reading = read(&text);
    assert_eq!(reading.invoice, Some(part()));
    let crc = crc16(text.get(..text.len() - 4).unwrap().as_bytes());
    assert_eq!(
        reading.deviations,
        [
            Deviation::LengthDigits { object: "99.04".into(), digits: 1 },
            Deviation::LengthDigits { object: "99.06".into(), digits: 1 },
            Deviation::Checksum { expected: crc, found: "ABCD".into() },
        ]
    );
}

/// A length of three digits for object 99.
#[test]
fn a_part_of_more_than_99_characters_is_read() {
    let long = InvoicePart { guid: "0123456789abcdef0123456789abcdef".into(), ..part() };
    let inner: String = [
        ("00", &long.guid),
        ("01", &long.seller),
        ("02", &long.form),
        ("03", &long.series),
        ("04", &long.number),
        ("05", &long.date),
        ("06", &"120000000000000.5".to_owned()),
    ]
    .iter()
    .map(|(id, value)| object(id, value))
    .collect();
    assert!(inner.len() > 99);
    let reading = read(&sealed(&format!("00020199{}{inner}", inner.len())));
    assert_eq!(reading.invoice.unwrap().total, "120000000000000.5");
    assert_eq!(reading.deviations, [Deviation::LengthDigits { object: "99".into(), digits: 3 }]);
    assert_eq!(QrText::of(&InvoicePart { total: "120000000000000.5".into(), ..long }), Err(Field::Guid));
}

/// Empty objects, a hyphen in the tax code, exponents, no checksum.
#[test]
fn empty_objects_and_exponents_are_read() {
    let inner = object("00", "")
        + &object("01", "0300123450-001")
        + &object("02", "1")
        + &object("03", "C26TYY")
        + &object("04", "68")
        + &object("05", "20261121")
        + &object("06", "1.2E5");
    let text = object("00", "01") + "0200" + "0400" + &object("99", &inner);
    let reading = read(&format!(" {text}\n"));
    let found = reading.invoice.unwrap();
    assert_eq!(found.differences(&InvoicePart { seller: "0300123450001".into(), ..part() }), []);
    assert_eq!(found.differences(&part()), [Field::Seller]);
    let shown: Vec<String> = reading.deviations.iter().map(ToString::to_string).collect();
    assert_eq!(
        shown,
        [
            "blanks around the text",
            "02 is empty",
            "04 is empty",
            "99.00 is empty",
            "99.01 has a value outside the rule",
            "99.06 has a value outside the rule",
            "no checksum",
        ]
    );
}

/// An identifier of 14 characters, or one of a single character and a seller: neither is guessed.
#[test]
fn what_can_be_read_in_two_ways_is_not_read() {
    let inner = "00".to_owned() + "14" + "01" + "10" + "0300123450";
    let reading = read(&format!("00020199{}{inner}", inner.len()));
    assert_eq!((reading.invoice, reading.ambiguous), (None, true));
    // With the form behind it only one reading has the seller's code where it belongs.
    let inner = "00".to_owned() + "14" + "01" + "10" + "0300123450" + "0101" + "1";
    let reading = read(&format!("00020199{}{inner}", inner.len()));
    assert_eq!((reading.invoice, reading.ambiguous), (None, false));
    // A day of one digit is none.
    let inner = object("01", "0300123450") + "0511";
    let reading = read(&format!("00020199{}{inner}", inner.len()));
    assert_eq!((reading.invoice, reading.ambiguous), (None, false));
}

#[test]
fn other_texts_are_not_read() {
    for text in [
        "",
        "   ",
        "BASE64-QRCODE",
        "https://example.vn/?code=1",
        "đ",
        &"9".repeat(5000),
        &"0000".repeat(300),
    ] {
        assert_eq!(read(text).invoice, None, "{text}");
    }
    // A bank's code has no object 99.
    let reading = read(&sealed(&(object("00", "01") + &object("38", "0010A000000727"))));
    assert_eq!((reading.invoice, reading.deviations.len()), (None, 0));
}

#[test]
fn an_invoice_is_held_against_its_code() {
    let xml = "<HDon><DLHDon><TTChung><KHMSHDon>1</KHMSHDon><KHHDon>C26TYY</KHHDon><SHDon>00000068</SHDon>\
        <NLap>2026-11-21</NLap></TTChung><NDHDon><NBan><MST>0300123450</MST></NBan>\
        <TToan><TgTTTBSo>120000.00</TgTTTBSo></TToan></NDHDon></DLHDon></HDon>";
    let Parsed::Document(document) = Document::parse(xml.as_bytes(), &Limits::default()) else { panic!() };
    let invoice = InvoicePart::of_invoice(document.root());
    assert_eq!(part().differences(&invoice), []);
    for (other, field) in [
        (InvoicePart { seller: "0300123451".into(), ..part() }, Field::Seller),
        (InvoicePart { form: "2".into(), ..part() }, Field::Form),
        (InvoicePart { series: "C26TYX".into(), ..part() }, Field::Series),
        (InvoicePart { number: "69".into(), ..part() }, Field::Number),
        (InvoicePart { date: "20261122".into(), ..part() }, Field::Date),
        (InvoicePart { total: "120001".into(), ..part() }, Field::Total),
    ] {
        assert_eq!(other.differences(&invoice), [field]);
    }
}

fn parts() -> impl Strategy<Value = InvoicePart> {
    (
        "[0-9A-F]{0,16}",
        "[0-9]{10}|[0-9]{12,13}",
        "[1-9]",
        "[CK][0-9]{2}[A-Z]{3}",
        "[0-9]{1,8}",
        "20[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|1[0-9]|2[0-8])",
        "-?[0-9]{1,12}(\\.[0-9]{1,2})?",
    )
        .prop_map(|(guid, seller, form, series, number, date, total)| InvoicePart {
            guid,
            seller,
            form,
            series,
            number,
            date,
            total,
        })
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(part in parts()) {
        let Ok(text) = QrText::of(&part) else {
            let length: usize = [&part.guid, &part.seller, &part.form, &part.series, &part.number, &part.date, &part.total]
                .iter().filter(|value| !value.is_empty()).map(|value| value.len() + 4).sum();
            prop_assert!(length > 99);
            return Ok(());
        };
        prop_assert_eq!(QrText::parse(&text.to_string()), Ok(text.clone()));
        prop_assert_eq!(read(&text.to_string()).invoice, Some(part));
    }

    #[test]
    fn a_changed_character_is_noticed(part in parts(), at in 0usize..200, other in "[0-9A-Z]") {
        let Ok(text) = QrText::of(&part) else { return Ok(()) };
        let text = text.to_string();
        let at = at % text.len();
        let changed = format!("{}{other}{}", &text[..at], &text[at + 1..]);
        prop_assert_eq!(QrText::parse(&changed).is_ok(), changed == text);
    }

    #[test]
    fn any_text_is_read_or_not(text in "[0-9]{0,120}|.{0,60}|(000201)?99[0-9]{2}(0[0-6][0-9]{1,8}){0,7}(6304[0-9A-F]{4})?") {
        let reading = read(&text);
        prop_assert!(!(reading.ambiguous && reading.invoice.is_some()));
        if let Ok(strict) = QrText::parse(&text) {
            prop_assert_eq!(strict.to_string(), text);
            prop_assert!(reading.deviations.is_empty());
        }
    }
}

/// One spelling in use: what the strict reader says to it, and what the tolerant one makes of it.
struct Dialect {
    name: &'static str,
    text: String,
    strict: QrError,
    part: InvoicePart,
    deviations: Vec<String>,
}

/// The spellings of the programs that make invoices, each with an invented invoice.
fn dialects() -> Vec<Dialect> {
    const UUID: &str = "3f2b8c1de94a4f06a1c7d05e9b6f7a42";
    let head = |seller: &str| {
        object("00", UUID) + &object("01", seller) + &object("02", "1") + &object("03", "C26TYY")
    };
    let day = object("05", "20261121");
    let of = |total: &str, number: &str| InvoicePart {
        guid: UUID.into(),
        number: number.into(),
        total: total.into(),
        ..part()
    };
    let one_digit = |object: &str| format!("the length of {object} has 1 digits instead of 2");
    let crc = |text: &str| {
        let expected = crc16(text.get(..text.len() - 4).unwrap().as_bytes());
        format!("checksum 383C instead of {expected:04X}")
    };
    let mut all = Vec::new();

    // One digit for the lengths of number and total, and a checksum that is the same in every text.
    let inner = head("0300123450") + "0414" + &day + "066120000";
    let text = format!("00020199{}{inner}6304383C", inner.len());
    all.push(Dialect {
        name: "one-digit lengths",
        strict: QrError { position: text.len() - 7, fault: QrFault::Checksum },
        part: of("120000", "4"),
        deviations: vec![one_digit("99.04"), one_digit("99.06"), crc(&text)],
        text,
    });
    // The same with its own checksum: now the strict reader is led astray by the first short length, and names where.
    let text = sealed(&format!("00020199{}{inner}", inner.len()));
    all.push(Dialect {
        name: "one-digit lengths, right checksum",
        strict: QrError { position: text.find("6120000").unwrap() + 1, fault: QrFault::Cut },
        part: of("120000", "4"),
        deviations: vec![one_digit("99.04"), one_digit("99.06")],
        text,
    });
    // An amount below zero.
    let inner = head("0300123450") + "0414" + &day + "067-120000";
    let text = format!("00020199{}{inner}6304383C", inner.len());
    all.push(Dialect {
        name: "negative amount",
        strict: QrError { position: text.len() - 7, fault: QrFault::Checksum },
        part: of("-120000", "4"),
        deviations: vec![one_digit("99.04"), one_digit("99.06"), crc(&text)],
        text,
    });
    // A fraction, and with it a length of three digits for object 99.
    let inner = head("0300123450001") + "0414" + &day + &object("06", "120000.123456");
    assert_eq!(inner.len(), 101);
    let text = format!("00020199{}{inner}6304383C", inner.len());
    all.push(Dialect {
        name: "three-digit length of object 99",
        // Ten characters of value, then what cannot be an object.
        strict: QrError { position: 21, fault: QrFault::Identifier },
        part: InvoicePart { seller: "0300123450001".into(), ..of("120000.123456", "4") },
        deviations: vec![
            "the length of 99 has 3 digits instead of 2".to_owned(),
            one_digit("99.04"),
            crc(&text),
        ],
        text,
    });
    // Twelve empty objects, an empty identifier, a hyphen, no checksum.
    let empty: Vec<String> =
        ["02", "04", "26", "52", "53", "54", "55", "56", "57", "58", "59", "60"].map(str::to_owned).to_vec();
    let zeros: String = empty.iter().map(|id| format!("{id}00")).collect();
    for (total, deviates) in [("103518.0", false), ("93.41055E7", true)] {
        let inner = "0000".to_owned()
            + &object("01", "0300123450-001")
            + &object("02", "1")
            + &object("03", "C26TYY")
            + &object("04", "68")
            + &day
            + &object("06", total);
        let mut deviations: Vec<String> = empty.iter().map(|id| format!("{id} is empty")).collect();
        deviations.push("99.00 is empty".to_owned());
        deviations.push("99.01 has a value outside the rule".to_owned());
        if deviates {
            deviations.push("99.06 has a value outside the rule".to_owned());
        }
        deviations.push("no checksum".to_owned());
        all.push(Dialect {
            name: "empty objects",
            text: format!("000201{zeros}99{}{inner}", inner.len()),
            strict: QrError { position: 7, fault: QrFault::Length },
            part: InvoicePart {
                guid: String::new(),
                seller: "0300123450-001".into(),
                total: total.into(),
                ..part()
            },
            deviations,
        });
    }
    all
}

#[test]
fn every_spelling_in_use_is_read_and_refused_by_the_strict_reader_with_the_place() {
    for Dialect { name, text, strict, part, deviations } in dialects() {
        assert!(text.len() <= 512, "{name}");
        assert_eq!(QrText::parse(&text), Err(strict), "{name}: {text}");
        let reading = read(&text);
        assert_eq!((reading.invoice, reading.ambiguous), (Some(part), false), "{name}: {text}");
        let shown: Vec<String> = reading.deviations.iter().map(ToString::to_string).collect();
        assert_eq!(shown, deviations, "{name}: {text}");
    }
}

/// However it is spelled, what it says is held against the invoice as a value.
#[test]
fn spellings_are_compared_by_value() {
    let invoice =
        |total: &str| InvoicePart { seller: "0300123450-001".into(), total: total.into(), ..part() };
    let said: Vec<InvoicePart> = dialects().into_iter().map(|dialect| dialect.part).collect();
    assert_eq!(said[4].differences(&invoice("103518")), []);
    assert_eq!(said[5].differences(&invoice("934105500")), []);
    assert_eq!(said[5].differences(&invoice("93410550")), [Field::Total]);
    assert_eq!(
        said[2].differences(&InvoicePart { total: "-120000.00".into(), number: "00000004".into(), ..part() }),
        []
    );
}

/// What stands there in place of a text: nothing, a word, a bank's own code. None of it says anything about the invoice.
#[test]
fn what_stands_in_for_a_text_says_nothing() {
    let bank =
        sealed(&(object("00", "01") + &object("01", "12") + &object("38", "0010A00000072701270006970422")));
    for (text, strict) in [
        ("", Err(QrError { position: 1, fault: QrFault::Checksum })),
        ("BASE64-QRCODE", Err(QrError { position: 1, fault: QrFault::Identifier })),
        (&bank, Ok(None)),
    ] {
        assert_eq!(QrText::parse(text).map(|text| text.invoice().cloned()), strict, "{text}");
        assert_eq!(read(text).invoice, None, "{text}");
    }
}

/// The printed example of the regulation has a checksum that is a misprint: found by both readers, and no more.
#[test]
fn a_misprinted_checksum_is_named() {
    let text = format!("{}1177", &PLAIN[..PLAIN.len() - 4]);
    assert_eq!(QrText::parse(&text), Err(QrError { position: text.len() - 7, fault: QrFault::Checksum }));
    let reading = read(&text);
    assert_eq!(reading.invoice, Some(part()));
    assert_eq!(reading.deviations, [Deviation::Checksum { expected: 0x0248, found: "1177".into() }]);
}
