//! Splits words and reduces them to base letters, so that precomposed and decomposed accents,
//! capitals and misplaced tone marks make no difference.

/// One word that matters for numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// `không` to `chín`.
    Digit(u8),
    /// `mười`, `mươi`.
    Ten,
    /// `trăm`.
    Hundred,
    /// `linh`, `lẻ`: the tens are zero.
    Odd,
    /// `nghìn`, `triệu`, `tỷ` as powers of ten.
    Scale(u8),
    /// `phẩy`: the decimal point.
    Point,
    /// `âm`, `trừ`, `giảm`.
    Minus,
    /// `xu`, `cent`: hundredths of the unit.
    Cent,
    /// `và`.
    And,
    /// Any other word: a unit of currency, `chẵn`, …
    Other,
}

/// The longest word that can mean anything here, in base letters.
const LONGEST: usize = 12;

/// A word in lower-case base letters.
#[derive(Clone, Copy)]
struct Word {
    letters: [u8; LONGEST],
    length: usize,
    /// Whether it was longer, or holds a letter without a base letter.
    foreign: bool,
}

impl Word {
    const EMPTY: Self = Self { letters: [0; LONGEST], length: 0, foreign: false };

    fn push(&mut self, letter: u8) {
        if let Some(slot) = self.letters.get_mut(self.length) {
            *slot = letter;
            self.length += 1;
        } else {
            self.foreign = true;
        }
    }

    fn as_bytes(&self) -> &[u8] {
        if self.foreign { b"?" } else { self.letters.get(..self.length).unwrap_or_default() }
    }
}

/// What a character is for this purpose.
enum Letter {
    Base(u8),
    /// A combining mark: changes no base letter.
    Mark,
    /// A letter outside the Vietnamese and English alphabets.
    Foreign,
    Separator,
}

fn letter(c: char) -> Letter {
    if c.is_ascii_alphabetic() {
        return Letter::Base(u8::try_from(c.to_ascii_lowercase()).unwrap_or(b'?'));
    }
    let base = match c {
        'À'..='Å' | 'à'..='å' | 'Ă' | 'ă' | 'Ạ'..='ặ' => b'a',
        'È'..='Ë' | 'è'..='ë' | 'Ẹ'..='ệ' => b'e',
        'Ì'..='Ï' | 'ì'..='ï' | 'Ĩ' | 'ĩ' | 'Ỉ'..='ị' => b'i',
        'Ò'..='Ö' | 'ò'..='ö' | 'Ơ' | 'ơ' | 'Ọ'..='ợ' => b'o',
        'Ù'..='Ü' | 'ù'..='ü' | 'Ũ' | 'ũ' | 'Ư' | 'ư' | 'Ụ'..='ự' => b'u',
        'Ý' | 'ý' | 'ÿ' | 'Ỳ'..='ỹ' => b'y',
        'Đ' | 'đ' | 'Ð' | 'ð' => b'd',
        '\u{300}'..='\u{36f}' => return Letter::Mark,
        other if other.is_alphanumeric() => return Letter::Foreign,
        _ => return Letter::Separator,
    };
    Letter::Base(base)
}

/// The words of a text in lower-case base letters, with one blank between them.
pub(super) fn base_letters(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match letter(c) {
            Letter::Base(base) => out.push(char::from(base)),
            Letter::Mark => {}
            Letter::Foreign => out.push('?'),
            Letter::Separator if out.is_empty() || out.ends_with(' ') => {}
            Letter::Separator => out.push(' '),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Iterates over the tokens of a text.
pub(super) struct Tokens<'t> {
    chars: std::str::Chars<'t>,
    /// A word already split off but not yet given out.
    ahead: Option<Word>,
}

impl<'t> Tokens<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { chars: text.chars(), ahead: None }
    }

    fn word(&mut self) -> Option<Word> {
        let mut word = Word::EMPTY;
        for c in self.chars.by_ref() {
            match letter(c) {
                Letter::Base(base) => word.push(base),
                Letter::Mark => {}
                Letter::Foreign => word.foreign = true,
                Letter::Separator if word.length == 0 && !word.foreign => {}
                Letter::Separator => return Some(word),
            }
        }
        (word.length > 0 || word.foreign).then_some(word)
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let word = match self.ahead.take() {
            Some(word) => word,
            None => self.word()?,
        };
        let digit = match word.as_bytes() {
            b"khong" => 0,
            b"mot" => 1,
            b"hai" => 2,
            b"ba" => 3,
            b"bon" | b"tu" => 4,
            b"nam" | b"lam" | b"nham" => 5,
            b"sau" => 6,
            b"bay" => 7,
            b"tam" => 8,
            b"chin" => 9,
            b"muoi" => return Some(Token::Ten),
            b"tram" => return Some(Token::Hundred),
            b"linh" | b"le" => return Some(Token::Odd),
            b"nghin" | b"ngan" | b"ngin" => return Some(Token::Scale(3)),
            b"trieu" => return Some(Token::Scale(6)),
            b"ty" | b"ti" => return Some(Token::Scale(9)),
            b"phay" => return Some(Token::Point),
            b"am" | b"tru" | b"giam" => return Some(Token::Minus),
            b"xu" | b"cent" | b"cents" => return Some(Token::Cent),
            b"va" => return Some(Token::And),
            b"viet" => {
                // "Việt Nam đồng": here "nam" is no five.
                let next = self.word();
                self.ahead = next.filter(|word| word.as_bytes() != b"nam");
                return Some(Token::Other);
            }
            _ => return Some(Token::Other),
        };
        Some(Token::Digit(digit))
    }
}
