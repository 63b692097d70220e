//! Arbitrary text in every place of an invoice and a message: nothing panics.

use etax::invoice::{Invoice, Settings, check};
use etax::report::{Checks, Findings};
use etax::xml::{Document, Limits, Parsed};
use proptest::prelude::*;

/// Every element of the standard, with `{n}` where text goes.
const TREE: &str = "<HDon><DLHDon><TTChung><PBan>{0}</PBan><THDon>{1}</THDon><KHMSHDon>{2}</KHMSHDon>\
<KHHDon>{3}</KHHDon><SHDon>{4}</SHDon><MHSo>{5}</MHSo><NLap>{6}</NLap><HDCTTChinh>{7}</HDCTTChinh>\
<DVTTe>{8}</DVTTe><TGia>{9}</TGia><MSTTCGP>{10}</MSTTCGP><MSTDVNUNLHDon>{11}</MSTDVNUNLHDon>\
<TTHDLQuan><TCHDon>{12}</TCHDon><LHDCLQuan>{13}</LHDCLQuan><KHMSHDCLQuan>{14}</KHMSHDCLQuan>\
<KHHDCLQuan>{15}</KHHDCLQuan><SHDCLQuan>{16}</SHDCLQuan><NLHDCLQuan>{17}</NLHDCLQuan></TTHDLQuan></TTChung>\
<NDHDon><NBan><Ten>{18}</Ten><MST>{19}</MST><MDVQHNSach>{20}</MDVQHNSach></NBan>\
<NMua><MST>{21}</MST><CCCDan>{22}</CCCDan></NMua><DSHHDVu><HHDVu><TChat>{23}</TChat><STT>{24}</STT>\
<SLuong>{25}</SLuong><DGia>{26}</DGia><TLCKhau>{27}</TLCKhau><STCKhau>{28}</STCKhau><ThTien>{29}</ThTien>\
<TSuat>{30}</TSuat><TTHHDTrung>{31}</TTHHDTrung></HHDVu></DSHHDVu><TToan><THTTLTSuat><LTSuat>\
<TSuat>{32}</TSuat><ThTien>{33}</ThTien><TThue>{34}</TThue></LTSuat></THTTLTSuat><TgTCThue>{35}</TgTCThue>\
<TgTThue>{36}</TgTThue><DSLPhi><LPhi><TPhi>{37}</TPhi></LPhi></DSLPhi><TTCKTMai>{38}</TTCKTMai>\
<TGTKhac>{39}</TGTKhac><TGTKCThue>{40}</TGTKCThue><TgTTTBSo>{41}</TgTTTBSo><TgTTTBChu>{42}</TgTTTBChu>\
</TToan></NDHDon></DLHDon><MCCQT>{43}</MCCQT></HDon>";
const PLACES: usize = 44;

fn filled(texts: &[String]) -> String {
    let escape = |text: &String| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    texts
        .iter()
        .enumerate()
        .fold(TREE.to_owned(), |tree, (place, text)| tree.replace(&format!("{{{place}}}"), &escape(text)))
}

fn run(source: &str) {
    if let Parsed::Document(document) = Document::parse(source.as_bytes(), &Limits::default()) {
        let (mut findings, mut checks) = (Findings::new(50), Checks::default());
        let _ = check(document.root(), &Settings::default(), &mut findings, &mut checks);
        let invoice = Invoice::new(document.root());
        let _ = (invoice.unknown().count(), invoice.extensions().count(), invoice.fees().count());
        let _ = etax::message::check(document.root(), &mut findings, &mut checks);
        let _ = etax::message::other_info(document.root());
    }
}

/// Text that comes close to what belongs there, or nothing of the kind.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,12}",
        "-?[0-9]{1,21}(\\.[0-9]{1,6})?",
        "[0-9]{4}-[0-9]{2}-[0-9]{2}",
        "[CK][0-9]{2}[A-Z]{3}",
        "KHAC:[0-9]{1,3}(\\.[0-9]{1,3})?%?",
        Just("10%".to_owned()),
        Just("999999999999999999999".to_owned()),
        Just("-999999999999999.999999".to_owned()),
        Just("Chín trăm chín mươi chín tỷ đồng".to_owned()),
        "[0-9]",
    ]
}

proptest! {
    #[test]
    fn any_text_in_every_place(texts in proptest::collection::vec(text(), PLACES)) {
        run(&filled(&texts));
    }

    #[test]
    fn any_nesting_of_known_tags(
        tags in proptest::collection::vec(
            prop::sample::select(vec!["HDon", "DLHDon", "TTChung", "NDHDon", "TToan", "LTSuat", "THTTLTSuat", "TTHDLQuan", "HHDVu", "DSHHDVu", "ThTien", "TTKhac", "TTin", "TDiep", "DLieu"]),
            1..40,
        ),
        closes in proptest::collection::vec(0_usize..3, 40),
    ) {
        let (mut source, mut open) = (String::from("<HDon>"), vec!["HDon"]);
        for (tag, closing) in tags.iter().zip(closes) {
            source.push_str(&format!("<{tag}>1"));
            open.push(tag);
            for _ in 0..closing.min(open.len() - 1) {
                source.push_str(&format!("</{}>", open.pop().unwrap()));
            }
        }
        while let Some(tag) = open.pop() {
            source.push_str(&format!("</{tag}>"));
        }
        run(&source);
    }
}

/// A document made of nothing but defects costs no more than a linear amount of time.
#[test]
fn many_defects_stay_cheap() {
    let run_with = |count: usize| {
        let lines = "<HHDVu><X/></HHDVu>".repeat(count);
        let unknown = "<Y/>".repeat(count);
        let source = format!(
            "<HDon><DLHDon><TTChung/><NDHDon>{unknown}<DSHHDVu>{lines}</DSHHDVu></NDHDon></DLHDon></HDon>"
        );
        // The best of a few runs: other work on the machine only ever adds.
        let timed = |_| {
            let start = std::time::Instant::now();
            run(&source);
            start.elapsed()
        };
        (0..3).map(timed).min().unwrap_or_default()
    };
    let (small, large) = (run_with(5_000), run_with(40_000));
    // Eight times the defects: quadratic cost would take 64 times as long.
    assert!(large < small * 30 + std::time::Duration::from_millis(50), "{small:?} {large:?}");
}
