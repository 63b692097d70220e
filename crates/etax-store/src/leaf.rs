//! The bytes of the log's leaves, written and read: see `docs/registry.md`.

use crate::StoredCode;
use crate::event::{Event, EventKind};
use crate::row::{FilingKey, InvoiceKey, NewCode, Serial};

/// What every leaf begins with.
const MARK: &[u8] = b"etax-log/1";

/// Collects the bytes of a leaf: every part with its length.
struct Writer(Vec<u8>);

impl Writer {
    fn part(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.extend_from_slice(&u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
        self.0.extend_from_slice(bytes);
        self
    }

    fn number(&mut self, number: i64) -> &mut Self {
        self.part(&number.to_be_bytes())
    }
}

/// The row that an event records. What was put beside it behind the store's back goes into the leaf as well, and shows.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Recorded<'r> {
    pub(crate) code: Option<&'r NewCode>,
    pub(crate) filing: Option<(&'r FilingKey, &'r [u8; 32])>,
}

/// The bytes that an event's leaf is made over: see `docs/registry.md`.
pub(crate) fn leaf(event: &Event, row: Recorded<'_>) -> Vec<u8> {
    let Event { seq, at, kind, subject, body, .. } = event;
    let mut leaf = Writer(Vec::with_capacity(320));
    leaf.0.extend_from_slice(MARK);
    leaf.number(*seq)
        .number(*at)
        .number(kind.map_or(0, EventKind::number).into())
        .number(*subject)
        .part(body);
    if let Some(row) = row.code {
        leaf.part(row.code.as_bytes())
            .part(row.key.seller.as_bytes())
            .part(row.key.form.as_bytes())
            .part(row.key.series.as_bytes())
            .number(row.key.number)
            .number(row.day.into())
            .part(row.buyer.as_deref().map_or(&[0], str::as_bytes))
            .part(row.total.normalize().to_string().as_bytes())
            .part(&row.digest);
        if let Some(serial) = row.serial {
            leaf.number(serial.issuer.into()).number(serial.number);
        }
    }
    if let Some((key, digest)) = row.filing {
        leaf.part(key.taxpayer.as_bytes())
            .part(key.form.as_bytes())
            .part(key.period.as_bytes())
            .number(key.amendment.into())
            .number(key.submission.into())
            .part(digest);
    }
    leaf.0
}

/// What a leaf says.
///
/// ```
/// use etax_store::{EventKind, Leaf};
/// let number = |number: i64| [&8u32.to_be_bytes()[..], &number.to_be_bytes()].concat();
/// let notice = [&4u32.to_be_bytes()[..], b"TB-1"].concat();
/// let bytes = [&b"etax-log/1"[..], &number(7), &number(0), &number(18), &number(3), &notice].concat();
/// let leaf = Leaf::read(&bytes).unwrap();
/// assert_eq!((leaf.seq, leaf.kind, leaf.subject), (7, EventKind::Cancelled, 3));
/// assert_eq!(leaf.body, b"TB-1");
/// assert_eq!(Leaf::read(&bytes[1..]), None);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// The event's number.
    pub seq: i64,
    /// When, in milliseconds since 1970-01-01 UTC.
    pub at: i64,
    /// What happened.
    pub kind: EventKind,
    /// The row it is about, 0 for none.
    pub subject: i64,
    /// What else is to be known.
    pub body: Vec<u8>,
    /// The invoice that was recorded.
    pub code: Option<NewCode>,
    /// The filing that was recorded, and the digest of its document.
    pub filing: Option<(FilingKey, [u8; 32])>,
}

impl Leaf {
    /// Reads the bytes of a leaf. `None` for bytes that are none.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut parts = Parts(bytes.strip_prefix(MARK)?);
        let (seq, at) = (parts.number()?, parts.number()?);
        let kind = EventKind::from_number(parts.number()?.try_into().ok()?)?;
        let (subject, body) = (parts.number()?, parts.next()?.to_vec());
        let (mut code, mut filing) = (None, None);
        match kind {
            EventKind::Issued => code = Some(parts.code()?),
            EventKind::Filed => filing = Some(parts.filing()?),
            _ => {}
        }
        parts.0.is_empty().then_some(Self { seq, at, kind, subject, body, code, filing })
    }
}

/// What is left of a leaf: parts, each with its length before it.
struct Parts<'b>(&'b [u8]);

impl<'b> Parts<'b> {
    fn next(&mut self) -> Option<&'b [u8]> {
        let (length, rest) = self.0.split_first_chunk()?;
        let (part, rest) = rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
        self.0 = rest;
        Some(part)
    }

    fn number(&mut self) -> Option<i64> {
        self.next()?.try_into().ok().map(i64::from_be_bytes)
    }

    fn small(&mut self) -> Option<i32> {
        self.number()?.try_into().ok()
    }

    fn text(&mut self) -> Option<String> {
        String::from_utf8(self.next()?.to_vec()).ok()
    }

    fn code(&mut self) -> Option<NewCode> {
        let code = StoredCode::from_bytes(self.next()?)?;
        let (seller, form, series) = (self.text()?, self.text()?, self.text()?);
        let key = InvoiceKey { seller, form, series, number: self.number()? };
        let day = self.small()?;
        let buyer = self.text()?;
        let row = NewCode {
            code,
            key,
            day,
            buyer: (buyer != "\0").then_some(buyer),
            total: self.text()?.parse().ok()?,
            digest: self.next()?.try_into().ok()?,
            serial: None,
        };
        if self.0.is_empty() {
            return Some(row);
        }
        let issuer = self.number()?.try_into().ok()?;
        Some(NewCode { serial: Some(Serial { issuer, number: self.number()? }), ..row })
    }

    fn filing(&mut self) -> Option<(FilingKey, [u8; 32])> {
        let (taxpayer, form, period) = (self.text()?, self.text()?, self.text()?);
        let (amendment, submission) = (self.small()?, self.small()?);
        let key = FilingKey { taxpayer, form, period, amendment, submission };
        Some((key, self.next()?.try_into().ok()?))
    }
}
