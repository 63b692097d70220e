//! One sound document to be changed by hand before it is signed.

use crate::draft::Draft;
use crate::error::Result;
use crate::invoice::Plan;
use crate::notice::Paper;
use crate::random::Random;
use crate::tree::{Element, Empty};
use crate::variant::{Base, Bench};
use crate::world::{Maker, World};

/// Which sound document a [`Specimen`] begins as. All are of 2026 unless the name says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sound {
    /// VAT invoice with the authority's code and QR code: series `C26TTT`, number 68, of 2026-09-15.
    Coded,
    /// VAT invoice without code, signed by its seller: `K26TTT`.
    Uncoded,
    /// The same, its signature over the whole document (`URI=""`).
    Whole,
    /// VAT invoice with code in US dollars.
    Dollars,
    /// VAT invoice without code of 2021-12-15, version 2.0.0, with rates 10% and 5%.
    Year2021,
    /// VAT invoice with code of 2023, version 2.0.1.
    Year2023,
    /// Message 202 with a coded invoice.
    Answer,
    /// Message 206 with two invoices of a cash register.
    Register,
    /// Message 204: the authority refuses an invoice.
    Refusal,
    /// Message 999, the technical answer.
    Technical,
    /// 01/TH-HĐĐT, the summary of a month.
    Summary,
}

/// A sound document that is changed and then signed: defects that were there before it was signed.
///
/// A path is the names of elements below the root with `/` between them, `HHDVu[2]` for the second of several.
///
/// ```
/// use etax_testkit::{Sound, Specimen};
/// let padded = Specimen::new(Sound::Coded).unwrap().set("DLHDon/TTChung/SHDon", "00000068").unwrap();
/// let text = padded.sign().unwrap();
/// assert!(text.contains("<SHDon>00000068</SHDon>"));
/// assert_eq!(text.matches("<Signature ").count(), 2);
/// ```
#[derive(Debug, Clone)]
pub struct Specimen {
    draft: Draft,
}

impl Specimen {
    /// A sound document, the same on every call.
    ///
    /// # Errors
    ///
    /// Only when the kit itself is broken.
    pub fn new(sound: Sound) -> Result<Self> {
        let bench = Bench { world: World::new(20_261_123, 4)? };
        let random = &mut Random::branch(99, 950);
        let seller = || bench.world.seller(0);
        let papers = |kind: u16, paper: Paper, random: &mut Random| {
            let inner = paper.draft(&bench.world, seller(), random);
            bench.world.message(kind, seller(), vec![inner], random)
        };
        let draft = match sound {
            Sound::Coded => bench.draft(Base::Coded)?,
            Sound::Uncoded => bench.draft(Base::Uncoded)?,
            Sound::Whole => bench.draft(Base::Whole)?,
            Sound::Dollars => bench.draft(Base::Dollars)?,
            Sound::Year2021 => {
                let mut plan = Plan::new(1, false, "2021-12-15", 68);
                plan.version = "2.0.0";
                plan.rates = vec!["10%", "5%"];
                bench.invoice(&plan, Maker::Plain, seller())?
            }
            Sound::Year2023 => {
                let mut plan = Plan::new(1, true, "2023-03-15", 68);
                plan.version = "2.0.1";
                plan.rates = vec!["10%", "5%"];
                bench.invoice(&plan, Maker::Plain, seller())?
            }
            Sound::Answer => bench.draft(Base::Answer)?,
            Sound::Register => bench.draft(Base::Batch)?,
            Sound::Refusal => answering(papers(204, Paper::Refused, random), "DLieu/TBao/DLTBao/MGDDTu")?,
            Sound::Technical => answering(papers(999, Paper::Technical, random), "DLieu/TBao/MTDiep")?,
            Sound::Summary => Paper::Summary.draft(&bench.world, seller(), random),
        };
        Ok(Self { draft })
    }

    /// An uncoded VAT invoice of a day (`YYYY-MM-DD`), all lines and sums of which are at one rate, as TSuat writes it.
    ///
    /// # Errors
    ///
    /// Only when the kit itself is broken.
    pub fn rated(rate: &'static str, date: &str) -> Result<Self> {
        let bench = Bench { world: World::new(20_261_123, 4)? };
        let mut plan = Plan::new(1, false, date, 68);
        if date < "2025-06-01" {
            plan.version = "2.0.0";
        }
        plan.rates = vec![rate];
        Ok(Self { draft: bench.invoice(&plan, Maker::Plain, bench.world.seller(0))? })
    }

    fn change(mut self, change: impl FnOnce(&mut Element) -> Result<()>) -> Result<Self> {
        change(&mut self.draft.root)?;
        Ok(self)
    }

    /// Gives an element another text; the empty text leaves it empty.
    ///
    /// # Errors
    ///
    /// When there is no such element, as in all methods that take a path.
    pub fn set(self, path: &str, text: &str) -> Result<Self> {
        self.change(|root| root.set(path, text))
    }

    /// Takes an element away.
    ///
    /// # Errors
    ///
    /// When there is no such element.
    pub fn remove(self, path: &str) -> Result<Self> {
        self.change(|root| root.remove(path).map(drop))
    }

    /// Appends an element with a text to the element at a path; the empty path is the root.
    ///
    /// # Errors
    ///
    /// When there is no such element.
    pub fn add(self, path: &str, name: &str, text: &str) -> Result<Self> {
        self.change(|root| {
            root.at_mut(path)?.push(Element::leaf(name, text));
            Ok(())
        })
    }

    /// Moves an element to the front of its siblings.
    ///
    /// # Errors
    ///
    /// When there is no such element.
    pub fn move_to_front(self, path: &str) -> Result<Self> {
        self.change(|root| {
            let moved = root.remove(path)?;
            let (parent, _) = path.rsplit_once('/').unwrap_or(("", path));
            root.at_mut(parent)?.children.insert(0, crate::tree::Node::Element(moved));
            Ok(())
        })
    }

    /// Moves an element behind the last child of another.
    ///
    /// # Errors
    ///
    /// When one of them is not there.
    pub fn move_into(self, path: &str, parent: &str) -> Result<Self> {
        self.change(|root| {
            let moved = root.remove(path)?;
            root.at_mut(parent)?.push(moved);
            Ok(())
        })
    }

    /// Gives an element another name. A signature that was to stand in it stands in it still.
    ///
    /// # Errors
    ///
    /// When there is no such element.
    pub fn rename(mut self, path: &str, name: &str) -> Result<Self> {
        name.clone_into(&mut self.draft.root.at_mut(path)?.name);
        for job in &mut self.draft.jobs {
            if job.place == path {
                job.place = path
                    .rsplit_once('/')
                    .map_or_else(|| name.to_owned(), |(parent, _)| format!("{parent}/{name}"));
            }
        }
        Ok(self)
    }

    /// Sets an attribute or a namespace declaration.
    ///
    /// # Errors
    ///
    /// When there is no such element.
    pub fn attribute(self, path: &str, name: &str, value: &str) -> Result<Self> {
        self.change(|root| {
            root.at_mut(path)?.set_attribute(name, value);
            Ok(())
        })
    }

    /// Takes all attributes of an element away.
    ///
    /// # Errors
    ///
    /// When there is no such element.
    pub fn bare(self, path: &str) -> Result<Self> {
        self.change(|root| {
            root.at_mut(path)?.attributes.clear();
            Ok(())
        })
    }

    /// Makes one of the elements inside the root the document, without signatures.
    ///
    /// # Errors
    ///
    /// When there is no such element.
    pub fn extract(mut self, path: &str) -> Result<Self> {
        self.draft.root = self.draft.root.remove(path)?;
        self.draft.jobs.clear();
        Ok(self)
    }

    /// Leaves away the signature that was to stand at a place.
    #[must_use]
    pub fn unsigned_at(mut self, place: &str) -> Self {
        self.draft.jobs.retain(|job| job.place != place);
        self
    }

    /// Adds one more signature, like the first, at another place.
    ///
    /// # Errors
    ///
    /// When there is no such place.
    pub fn signed_also_at(mut self, place: &str) -> Result<Self> {
        self.draft.root.at(place)?;
        if let Some(mut job) = self.draft.jobs.first().cloned() {
            place.clone_into(&mut job.place);
            job.style.id = None;
            if let Some(time) = &mut job.style.time {
                time.id.push_str("-2");
            }
            self.draft.jobs.push(job);
        }
        Ok(self)
    }

    /// Indents the document before it is signed.
    #[must_use]
    pub fn indent(mut self) -> Self {
        self.draft.root.indent(0);
        self
    }

    /// Writes a byte order mark.
    #[must_use]
    pub const fn byte_order_mark(mut self) -> Self {
        self.draft.dressing.byte_order_mark = true;
        self
    }

    /// Writes no XML declaration.
    #[must_use]
    pub const fn no_declaration(mut self) -> Self {
        self.draft.dressing.no_declaration = true;
        self
    }

    /// Writes an `xml-stylesheet` instruction.
    #[must_use]
    pub const fn stylesheet(mut self) -> Self {
        self.draft.dressing.stylesheet = true;
        self
    }

    /// Writes elements without content as `<a/>`.
    #[must_use]
    pub const fn self_closed(mut self) -> Self {
        self.draft.dressing.empty = Empty::SelfClosed;
        self
    }

    /// The text of an element.
    ///
    /// # Errors
    ///
    /// When there is no such element.
    pub fn text(&self, path: &str) -> Result<String> {
        Ok(self.draft.root.at(path)?.text())
    }

    /// Signs and writes the document.
    ///
    /// # Errors
    ///
    /// When a place or a part to be signed is gone.
    pub fn sign(&self) -> Result<String> {
        self.draft.finish()
    }
}

/// An answer whose envelope names the same message as its document does, at a path.
fn answering(mut draft: Draft, path: &str) -> Result<Draft> {
    let answered = draft.root.at(path)?.text();
    draft.root.set("TTChung/MTDTChieu", &answered)?;
    Ok(draft)
}
