//! Patterns of XML Schema (part 2, appendix F): read once, matched without backtracking.
//!
//! A pattern becomes the positions of its characters and, for each, the set of positions that may follow. Matching
//! keeps the set of positions possible so far, so that its cost is the length of the text times a bound that the
//! pattern sets, whatever the text. What XML Schema has and these patterns do not: `\p{…}`, `\P{…}`, `\w` and `\W`, which
//! need the character tables of Unicode; they are refused when the pattern is read.

use crate::xml::is_name_character;
use std::fmt;

/// The most positions of one pattern, repetitions written out.
const MOST: usize = 512;
const WORDS: usize = MOST / 64;
const DEEPEST: usize = 32;

type Bits = [u64; WORDS];

/// Why a pattern cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PatternError {
    /// Not the grammar of appendix F.
    Malformed,
    /// Uses character properties of Unicode.
    Property,
    /// Longer than [`MOST`] positions or deeper than [`DEEPEST`].
    TooLarge,
}

/// A set of characters.
#[derive(Clone, PartialEq, Eq, Default)]
struct Class {
    negated: bool,
    ranges: Vec<(char, char)>,
    /// `\i`, `\c` and their complements: name characters, of which there is a function and no list.
    names: Vec<(char, bool)>,
    minus: Option<Box<Self>>,
}

impl fmt::Debug for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{:?}{:?}", if self.negated { "^" } else { "" }, self.ranges, self.names)?;
        if let Some(minus) = &self.minus { write!(f, "-{minus:?}") } else { Ok(()) }
    }
}

impl Class {
    fn one(c: char) -> Self {
        Self { ranges: vec![(c, c)], ..Self::default() }
    }

    fn has(&self, c: char) -> bool {
        let listed = self.ranges.iter().any(|(first, last)| (*first..=*last).contains(&c))
            || self.names.iter().any(|(kind, positive)| is_name_character(c, *kind == 'i') == *positive);
        listed != self.negated && !self.minus.as_ref().is_some_and(|minus| minus.has(c))
    }

    /// The one character that the class stands for.
    fn single(&self) -> Option<char> {
        match &self.ranges[..] {
            [(first, last)] if first == last && !self.negated && self.names.is_empty() => {
                self.minus.is_none().then_some(*first)
            }
            _ => None,
        }
    }
}

#[derive(Clone, Debug)]
enum Tree {
    Class(Class),
    Join(Vec<Self>),
    Either(Vec<Self>),
    /// At least and at most so often; `None` without end.
    Repeat(Box<Self>, usize, Option<usize>),
}

/// A pattern ready to match. Several sources are alternatives: patterns of one derivation step.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    classes: Vec<Class>,
    /// Which of the first 128 characters each class has.
    ascii: Vec<u128>,
    /// Which class stands at a position.
    positions: Vec<u16>,
    /// Sets of positions, `width` words each.
    follow: Vec<u64>,
    first: Vec<u64>,
    last: Vec<u64>,
    nullable: bool,
    /// The words, where the pattern is a list of them: `C|B|T`.
    words: Option<Vec<String>>,
}

impl Pattern {
    pub(super) fn read(sources: &[String]) -> Result<Self, PatternError> {
        let mut branches = Vec::new();
        for source in sources {
            let mut reader = Reader { rest: source.chars().collect(), at: 0 };
            branches.push(reader.either(0)?);
            if reader.at != reader.rest.len() {
                return Err(PatternError::Malformed);
            }
        }
        let tree = Tree::Either(branches);
        let words = words(&tree);
        let mut builder = Builder::default();
        let part = builder.add(&tree)?;
        let width = builder.positions.len().div_ceil(64);
        let cut = |bits: &Bits| bits.iter().take(width).copied().collect::<Vec<u64>>();
        let ascii = |class: &Class| {
            (0_u8..128).filter(|c| class.has(char::from(*c))).fold(0_u128, |set, c| set | 1 << c)
        };
        Ok(Self {
            ascii: builder.classes.iter().map(ascii).collect(),
            follow: builder.follow.iter().flat_map(cut).collect(),
            first: cut(&part.first),
            last: cut(&part.last),
            nullable: part.nullable,
            classes: builder.classes,
            positions: builder.positions,
            words,
        })
    }

    /// The words of a pattern that is a list of words.
    pub(super) fn words(&self) -> Option<&[String]> {
        self.words.as_deref()
    }

    pub(super) fn heap(&self) -> usize {
        (self.follow.len() + self.first.len() + self.last.len()) * size_of::<u64>()
            + self.positions.len() * size_of::<u16>()
            + self.ascii.len() * size_of::<u128>()
            + self.classes.iter().map(|class| size_of::<Class>() + class.ranges.len() * 8).sum::<usize>()
            + self.words.iter().flatten().map(|word| word.len() + size_of::<String>()).sum::<usize>()
    }

    /// Whether the whole text is of this pattern.
    pub(super) fn matches(&self, text: &str) -> bool {
        if let Some(words) = &self.words {
            return words.iter().any(|word| word == text);
        }
        match self.first[..] {
            [first] => self.matches_small(text, first),
            _ => self.matches_large(text),
        }
    }

    /// The same where one word holds all positions.
    fn matches_small(&self, text: &str, first: u64) -> bool {
        let last = self.last.first().copied().unwrap_or_default();
        let (mut may, mut accepted) = (first, self.nullable);
        for c in text.chars() {
            let mut next = 0;
            let mut hits = 0;
            for position in ones(&[may]) {
                if self.stands(position, c) {
                    hits |= 1 << position;
                    next |= self.follow.get(position).copied().unwrap_or_default();
                }
            }
            accepted = hits & last != 0;
            may = next;
            if hits == 0 {
                return false;
            }
        }
        accepted
    }

    fn matches_large(&self, text: &str) -> bool {
        let width = self.first.len();
        let mut may = [0_u64; WORDS];
        for (to, from) in may.iter_mut().zip(&self.first) {
            *to = *from;
        }
        let mut accepted = self.nullable;
        for c in text.chars() {
            let mut next = [0_u64; WORDS];
            accepted = false;
            for position in ones(may.get(..width).unwrap_or_default()) {
                if self.stands(position, c) {
                    accepted |=
                        self.last.get(position / 64).is_some_and(|word| word >> (position % 64) & 1 == 1);
                    let follow = self.follow.get(position * width..(position + 1) * width);
                    for (to, from) in next.iter_mut().zip(follow.unwrap_or_default()) {
                        *to |= *from;
                    }
                }
            }
            may = next;
            if !accepted && may == [0; WORDS] {
                return false;
            }
        }
        accepted
    }

    /// Whether a character may stand at a position.
    fn stands(&self, position: usize, c: char) -> bool {
        let Some(class) = self.positions.get(position).map(|class| usize::from(*class)) else { return false };
        if c.is_ascii() {
            return self.ascii.get(class).is_some_and(|set| set >> u32::from(c) & 1 == 1);
        }
        self.classes.get(class).is_some_and(|class| class.has(c))
    }

    /// A text that matches, `choose(n)` picking one of `n` ways each time; `None` where that was not found.
    pub(super) fn sample(&self, choose: &mut dyn FnMut(usize) -> usize) -> Option<String> {
        const LONGEST: usize = 200;
        let width = self.first.len();
        let mut out = String::new();
        let mut may: &[u64] = &self.first;
        let mut accepted = self.nullable;
        for _ in 0..LONGEST {
            let ways: Vec<usize> = ones(may).collect();
            // Ends where it may end, more often the longer the text is.
            if ways.is_empty() || accepted && choose(3) == 0 {
                break;
            }
            let position = *ways.get(choose(ways.len()))?;
            let class = self.classes.get(usize::from(*self.positions.get(position)?))?;
            out.push(example(class, choose)?);
            accepted = self.last.get(position / 64).is_some_and(|word| word >> (position % 64) & 1 == 1);
            may = self.follow.get(position * width..(position + 1) * width)?;
        }
        self.matches(&out).then_some(out)
    }
}

/// A character of the class.
fn example(class: &Class, choose: &mut dyn FnMut(usize) -> usize) -> Option<char> {
    let mut candidates: Vec<char> = Vec::new();
    for (first, last) in &class.ranges {
        let count = usize::try_from(u32::from(*last) - u32::from(*first)).ok()?.min(63) + 1;
        let offset = u32::try_from(choose(count)).ok()?;
        candidates.extend(char::from_u32(u32::from(*first) + offset));
    }
    candidates.extend("a0Ạ _-Zz9đ~".chars());
    candidates.retain(|c| class.has(*c));
    if candidates.iter().any(char::is_ascii) && choose(16) > 0 {
        candidates.retain(char::is_ascii);
    }
    candidates.get(choose(candidates.len().max(1))).copied()
}

/// The positions in a set.
fn ones(bits: &[u64]) -> impl Iterator<Item = usize> {
    bits.iter().enumerate().flat_map(|(at, word)| {
        let mut left = *word;
        std::iter::from_fn(move || {
            let bit = usize::try_from(left.trailing_zeros()).ok()?;
            (left != 0).then(|| {
                left &= left - 1;
                at * 64 + bit
            })
        })
    })
}

/// The words of a tree that is alternatives of single characters in a row.
fn words(tree: &Tree) -> Option<Vec<String>> {
    match tree {
        Tree::Either(branches) => {
            let mut all = Vec::new();
            for branch in branches {
                all.extend(words(branch)?);
            }
            Some(all)
        }
        Tree::Join(pieces) => {
            let mut word = String::new();
            for piece in pieces {
                let Tree::Class(class) = piece else { return None };
                word.push(class.single()?);
            }
            Some(vec![word])
        }
        _ => None,
    }
}

/// The set of positions where a part of the pattern begins and ends.
struct Part {
    nullable: bool,
    first: Bits,
    last: Bits,
}

#[derive(Default)]
struct Builder {
    classes: Vec<Class>,
    positions: Vec<u16>,
    follow: Vec<Bits>,
    /// Parts read so far, empty ones too: repetitions of nothing have no positions that would bound them.
    parts: usize,
}

impl Builder {
    fn add(&mut self, tree: &Tree) -> Result<Part, PatternError> {
        self.parts += 1;
        if self.parts > MOST * DEEPEST {
            return Err(PatternError::TooLarge);
        }
        match tree {
            Tree::Class(class) => self.position(class),
            Tree::Join(pieces) => {
                let mut whole = Part { nullable: true, first: [0; WORDS], last: [0; WORDS] };
                for piece in pieces {
                    let piece = self.add(piece)?;
                    self.join(&mut whole, &piece);
                }
                Ok(whole)
            }
            Tree::Either(branches) => {
                let mut whole = Part { nullable: branches.is_empty(), first: [0; WORDS], last: [0; WORDS] };
                for branch in branches {
                    let branch = self.add(branch)?;
                    whole.nullable |= branch.nullable;
                    unite(&mut whole.first, &branch.first);
                    unite(&mut whole.last, &branch.last);
                }
                Ok(whole)
            }
            Tree::Repeat(inner, least, most) => self.repeat(inner, *least, *most),
        }
    }

    fn repeat(&mut self, inner: &Tree, least: usize, most: Option<usize>) -> Result<Part, PatternError> {
        let mut whole = Part { nullable: true, first: [0; WORDS], last: [0; WORDS] };
        let copies = most.unwrap_or_else(|| least.max(1));
        if copies > MOST {
            return Err(PatternError::TooLarge);
        }
        for copy in 0..copies {
            let mut part = self.add(inner)?;
            if most.is_none() && copy + 1 == copies {
                for position in ones(&part.last).collect::<Vec<_>>() {
                    self.allow(position, &part.first);
                }
            }
            part.nullable |= copy >= least;
            self.join(&mut whole, &part);
        }
        Ok(whole)
    }

    fn join(&mut self, whole: &mut Part, next: &Part) {
        for position in ones(&whole.last).collect::<Vec<_>>() {
            self.allow(position, &next.first);
        }
        if whole.nullable {
            unite(&mut whole.first, &next.first);
        }
        if next.nullable {
            unite(&mut whole.last, &next.last);
        } else {
            whole.last = next.last;
        }
        whole.nullable &= next.nullable;
    }

    fn allow(&mut self, position: usize, next: &Bits) {
        if let Some(follow) = self.follow.get_mut(position) {
            unite(follow, next);
        }
    }

    fn position(&mut self, class: &Class) -> Result<Part, PatternError> {
        let position = self.positions.len();
        if position >= MOST {
            return Err(PatternError::TooLarge);
        }
        let index = self.classes.iter().position(|known| known == class).unwrap_or_else(|| {
            self.classes.push(class.clone());
            self.classes.len() - 1
        });
        self.positions.push(u16::try_from(index).map_err(|_| PatternError::TooLarge)?);
        self.follow.push([0; WORDS]);
        let mut bits = [0; WORDS];
        if let Some(word) = bits.get_mut(position / 64) {
            *word |= 1 << (position % 64);
        }
        Ok(Part { nullable: false, first: bits, last: bits })
    }
}

fn unite(to: &mut Bits, from: &Bits) {
    for (to, from) in to.iter_mut().zip(from) {
        *to |= *from;
    }
}

struct Reader {
    rest: Vec<char>,
    at: usize,
}

impl Reader {
    fn peek(&self) -> Option<char> {
        self.rest.get(self.at).copied()
    }

    fn next(&mut self) -> Result<char, PatternError> {
        let c = self.peek().ok_or(PatternError::Malformed)?;
        self.at += 1;
        Ok(c)
    }

    fn take(&mut self, c: char) -> bool {
        let there = self.peek() == Some(c);
        self.at += usize::from(there);
        there
    }

    fn either(&mut self, depth: usize) -> Result<Tree, PatternError> {
        if depth > DEEPEST {
            return Err(PatternError::TooLarge);
        }
        let mut branches = vec![self.join(depth)?];
        while self.take('|') {
            branches.push(self.join(depth)?);
        }
        Ok(Tree::Either(branches))
    }

    fn join(&mut self, depth: usize) -> Result<Tree, PatternError> {
        let mut pieces = Vec::new();
        while let Some(c) = self.peek() {
            if matches!(c, '|' | ')') {
                break;
            }
            let atom = self.atom(depth)?;
            pieces.push(match self.quantity()? {
                None => atom,
                Some((least, most)) => Tree::Repeat(Box::new(atom), least, most),
            });
        }
        Ok(Tree::Join(pieces))
    }

    fn quantity(&mut self) -> Result<Option<(usize, Option<usize>)>, PatternError> {
        Ok(Some(match self.peek() {
            Some('?') => {
                self.at += 1;
                (0, Some(1))
            }
            Some('*') => {
                self.at += 1;
                (0, None)
            }
            Some('+') => {
                self.at += 1;
                (1, None)
            }
            Some('{') => {
                self.at += 1;
                let least = self.count()?.ok_or(PatternError::Malformed)?;
                let most = if self.take(',') { self.count()? } else { Some(least) };
                if !self.take('}') || most.is_some_and(|most| most < least) {
                    return Err(PatternError::Malformed);
                }
                (least, most)
            }
            _ => return Ok(None),
        }))
    }

    fn count(&mut self) -> Result<Option<usize>, PatternError> {
        let mut value = None;
        while let Some(digit) = self.peek().and_then(|c| c.to_digit(10)) {
            self.at += 1;
            let digit = usize::try_from(digit).map_err(|_| PatternError::TooLarge)?;
            let next = value.unwrap_or(0_usize).checked_mul(10).and_then(|value| value.checked_add(digit));
            value = Some(next.filter(|value| *value <= MOST).ok_or(PatternError::TooLarge)?);
        }
        Ok(value)
    }

    fn atom(&mut self, depth: usize) -> Result<Tree, PatternError> {
        Ok(match self.next()? {
            '(' => {
                let inner = self.either(depth + 1)?;
                if !self.take(')') {
                    return Err(PatternError::Malformed);
                }
                inner
            }
            '[' => Tree::Class(self.class(depth)?),
            '.' => Tree::Class(Class {
                negated: true,
                ranges: vec![('\n', '\n'), ('\r', '\r')],
                ..Class::default()
            }),
            '\\' => Tree::Class(self.escape()?),
            '?' | '*' | '+' | '{' | '}' | ']' | ')' | '|' => return Err(PatternError::Malformed),
            c => Tree::Class(Class::one(c)),
        })
    }

    /// After `[`: up to and with its `]`.
    fn class(&mut self, depth: usize) -> Result<Class, PatternError> {
        if depth > DEEPEST {
            return Err(PatternError::TooLarge);
        }
        let mut class = Class { negated: self.take('^'), ..Class::default() };
        let mut empty = true;
        loop {
            let c = self.next()?;
            match c {
                ']' if !empty => return Ok(class),
                '-' if self.peek() == Some('[') && !empty => {
                    self.at += 1;
                    class.minus = Some(Box::new(self.class(depth + 1)?));
                    return if self.take(']') { Ok(class) } else { Err(PatternError::Malformed) };
                }
                ']' | '[' => return Err(PatternError::Malformed),
                _ => {}
            }
            empty = false;
            let first = if c == '\\' {
                let escaped = self.escape()?;
                let Some(single) = escaped.single() else {
                    class.merge(escaped)?;
                    continue;
                };
                single
            } else {
                c
            };
            let range =
                self.peek() == Some('-') && !matches!(self.rest.get(self.at + 1), None | Some(']' | '['));
            if !range {
                class.ranges.push((first, first));
                continue;
            }
            self.at += 1;
            let last = match self.next()? {
                '\\' => self.escape()?.single().ok_or(PatternError::Malformed)?,
                c => c,
            };
            if last < first {
                return Err(PatternError::Malformed);
            }
            class.ranges.push((first, last));
        }
    }

    /// After `\`.
    fn escape(&mut self) -> Result<Class, PatternError> {
        let c = self.next()?;
        Ok(match c {
            'n' => Class::one('\n'),
            'r' => Class::one('\r'),
            't' => Class::one('\t'),
            '\\' | '|' | '.' | '?' | '*' | '+' | '(' | ')' | '{' | '}' | '-' | '[' | ']' | '^' => {
                Class::one(c)
            }
            's' | 'S' => Class {
                negated: c == 'S',
                ranges: [' ', '\t', '\n', '\r'].map(|space| (space, space)).to_vec(),
                ..Class::default()
            },
            'd' | 'D' => Class { negated: c == 'D', ranges: digits(), ..Class::default() },
            'i' | 'c' => Class { names: vec![(c, true)], ..Class::default() },
            'I' | 'C' => Class { names: vec![(c.to_ascii_lowercase(), false)], ..Class::default() },
            'w' | 'W' | 'p' | 'P' => return Err(PatternError::Property),
            _ => return Err(PatternError::Malformed),
        })
    }
}

impl Class {
    /// Adds an escape such as `\d` to a class in brackets; of the complements only `\I` and `\C` can be.
    fn merge(&mut self, other: Self) -> Result<(), PatternError> {
        if other.negated {
            return Err(PatternError::Property);
        }
        self.ranges.extend(other.ranges);
        self.names.extend(other.names);
        Ok(())
    }
}

/// `\d`: the decimal digits (general category Nd) of the basic plane as Unicode 3.1 had them, which the other readers of
/// XML Schema still take: ten from each of these on.
fn digits() -> Vec<(char, char)> {
    const ZEROS: [char; 18] = [
        '0', '\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}', '\u{b66}', '\u{c66}',
        '\u{ce6}', '\u{d66}', '\u{e50}', '\u{ed0}', '\u{f20}', '\u{1040}', '\u{17e0}', '\u{1810}',
        '\u{ff10}',
    ];
    let nine = |zero: char| char::from_u32(u32::from(zero) + 9).unwrap_or(zero);
    ZEROS.iter().map(|&zero| (zero, nine(zero))).collect()
}

#[cfg(test)]
mod tests {
    use super::{Pattern, PatternError};

    fn matches(source: &str, text: &str) -> bool {
        Pattern::read(&[source.to_owned()]).unwrap().matches(text)
    }

    #[test]
    fn patterns_of_the_forms() {
        let tax_code = "([0-9]{10})(-[0-9]{3})?";
        assert!(matches(tax_code, "0123456789") && matches(tax_code, "0123456789-001"));
        for bad in ["", "012345678", "01234567890", "0123456789-01", "0123456789-001 ", " 0123456789"] {
            assert!(!matches(tax_code, bad), "{bad}");
        }
        assert!(matches("C|B|T", "B") && !matches("C|B|T", "C|B") && !matches("C|B|T", ""));
        assert!(matches("(LOC|ICA)(_)[A-Z]{1,10}", "ICA_ABC") && !matches("(LOC|ICA)(_)[A-Z]{1,10}", "ICA_"));
        assert!(matches(r"(01GTKT|02GTTT)0/\d{3}", "02GTTT0/001"));
        // A bar between brackets is a bar.
        assert!(matches(r"[A|B]\d{2}E", "|12E"));
    }

    #[test]
    fn the_grammar_of_appendix_f() {
        for (source, yes, no) in [
            ("a*", &["", "aaa"][..], &["b", "ab"][..]),
            ("(ab)+", &["ab", "abab"], &["", "aba"]),
            ("a{2,}", &["aa", "aaaa"], &["a", ""]),
            ("a{0}", &[""], &["a"]),
            ("(a|b?)c", &["ac", "bc", "c"], &["abc"]),
            ("[a-z-[aeiou]]+", &["xyz"], &["xaz", "-"]),
            ("[^0-9]", &["a", "ạ"], &["5", ""]),
            (".", &["ạ", " "], &["\n", "ab"]),
            (r"\s\S", &[" a"], &["a ", "  "]),
            (r"\i\c*", &["a1", "_x:y", "Đơn"], &["1a", ""]),
            ("^a$", &["^a$"], &["a"]),
            ("[+-]?[0-9]", &["+1", "-1", "1"], &["*1"]),
            ("|a", &["", "a"], &["aa"]),
            ("(a{1,2}){2}", &["aa", "aaa", "aaaa"], &["a", "aaaaa"]),
        ] {
            for text in yes {
                assert!(matches(source, text), "{source} {text:?}");
            }
            for text in no {
                assert!(!matches(source, text), "{source} {text:?}");
            }
        }
    }

    #[test]
    fn patterns_of_one_step_are_alternatives() {
        let pattern = Pattern::read(&["[0-9]+".into(), "x".into()]).unwrap();
        assert!(pattern.matches("12") && pattern.matches("x") && !pattern.matches("1x"));
    }

    #[test]
    fn what_cannot_be_used_is_refused() {
        let error = |source: &str| Pattern::read(&[source.to_owned()]).unwrap_err();
        for bad in ["(", ")", "a**", "[", "[]", "a{2", "a{3,2}", "[b-a]", "\\q", "?", "a\\"] {
            assert_eq!(error(bad), PatternError::Malformed, "{bad}");
        }
        assert_eq!(error(r"\p{Lu}"), PatternError::Property);
        assert_eq!(error("a{513}"), PatternError::TooLarge);
        assert_eq!(error("((a{100}){100}){100}"), PatternError::TooLarge);
        assert_eq!(error("((((){512}){512}){512}){512}"), PatternError::TooLarge);
        assert_eq!(error(&"(".repeat(99)), PatternError::TooLarge);
    }

    #[test]
    fn no_text_makes_it_slow() {
        let text = "a".repeat(20_000);
        assert!(!matches("(a*)*b", &text));
        assert!(matches("(a|aa)+", &text));
    }

    #[test]
    fn samples_match() {
        let mut state = 1_usize;
        let mut choose = move |n: usize| {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (state >> 33) % n
        };
        let pattern = Pattern::read(&["([0-9]{10}(-[0-9]{3})?)|([0-9]{12})".into()]).unwrap();
        for _ in 0..50 {
            assert!(pattern.matches(&pattern.sample(&mut choose).unwrap()));
        }
    }
}
