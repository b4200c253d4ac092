use crate::text::TextKind;

/// How many bytes a name has at most.
const LONGEST: usize = 128;

/// How many characters the name of a lone column has at most.
const LONGEST_ALONE: usize = 64;

/// From how many letters and digits on a word may be a key.
const KEY: usize = 20;

/// So many hexadecimal digits in a row are a digest or a key; the shortest is that of MD5.
const DIGEST: usize = 32;

/// What a UUID looks like.
const UUID: [u8; 36] = *b"xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

/// What stands for a missing value in many texts, and so is no column's name.
const MISSING: [&[u8]; 9] = [b"na", b"n/a", b"null", b"none", b"nil", b"\\n", b"missing", b"-", b"?"];

/// From how many words on a text is prose.
const PROSE: usize = 5;

/// Whether a text looks like an identifier: letters, digits, `_`, `-` and `.`.
pub(super) fn is_plain(value: &[u8]) -> bool {
    let inside = |character: char| character.is_alphanumeric() || "_-.".contains(character);
    std::str::from_utf8(value).is_ok_and(|value| {
        value.starts_with(|character: char| character.is_alphabetic() || character == '_')
            && value.chars().all(inside)
            && value.chars().count() <= LONGEST_ALONE
    })
}

/// Whether a text looks like a title: words of letters and digits, of which the first has a capital, if its script has.
pub(super) fn is_title(value: &[u8]) -> bool {
    let inside = |character: char| character.is_alphanumeric() || " _-.".contains(character);
    std::str::from_utf8(value).is_ok_and(|value| {
        value.starts_with(|first: char| first.is_alphabetic() && !first.is_lowercase())
            && value.chars().all(inside)
            && value.chars().count() <= LONGEST_ALONE
    })
}

/// Whether a value may be the name of a column: a text with letters, or at least without digits, that does not look as
/// if it were one person's or one thing's.
pub(super) fn is_name(value: &[u8]) -> bool {
    let letter = |character: char| character.is_alphabetic() || character == '_';
    let control = |character: char| character.is_ascii_control() && !character.is_whitespace() && character != '\0';
    TextKind::of(value) == TextKind::String
        && !is_missing(value)
        && std::str::from_utf8(value).is_ok_and(|value| {
            (value.contains(letter) || !value.contains(char::is_numeric))
                && !value.contains(control)
                && !is_certainly_data(value)
        })
}

/// Whether a value is what many programs write where there is none.
pub(super) fn is_missing(value: &[u8]) -> bool {
    MISSING.iter().any(|word| value.trim_ascii().eq_ignore_ascii_case(word))
}

/// Whether a text looks like several words of a programmer's name: `customer_id`.
pub(super) fn is_joined(value: &[u8]) -> bool {
    value.contains(&b'_')
        && value.split(|byte| *byte == b'_').all(|word| !word.is_empty() && word.iter().all(u8::is_ascii_lowercase))
}

/// Whether a text is rather a number than words: `31/12/2024`, `$5.00`, `C001`, `1,5`, `12 %`.
pub(super) fn is_figure(value: &[u8]) -> bool {
    let digits = value.iter().filter(|byte| byte.is_ascii_digit()).count();
    let letters = value.iter().filter(|byte| byte.is_ascii_alphabetic() || !byte.is_ascii()).count();
    digits > letters
}

/// Whether a text may be a year: four digits, of which the first is 1 or 2.
pub(super) fn year(value: &[u8]) -> Option<i32> {
    let text = std::str::from_utf8(value.trim_ascii()).ok()?;
    text.parse().ok().filter(|year| text.len() == 4 && (1000..3000).contains(year))
}

/// Whether two texts have letters, digits and other characters in the same order, however many.
pub(super) fn are_alike(one: &[u8], other: &[u8]) -> bool {
    runs(one).eq(runs(other))
}

/// What kinds of characters follow each other.
fn runs(value: &[u8]) -> impl Iterator<Item = u8> {
    let kind = |byte: &u8| match byte {
        b'0'..=b'9' => b'0',
        b'a'..=b'z' | b'A'..=b'Z' | 0x80.. => b'a',
        other => *other,
    };
    value.chunk_by(move |one, other| kind(one) == kind(other)).filter_map(move |run| run.first().map(kind))
}

/// Whether a text is a sentence, or much of one.
pub(super) fn is_prose(value: &[u8]) -> bool {
    words(value) >= PROSE
}

/// Whether a text is one word.
pub(super) fn is_word(value: &[u8]) -> bool {
    words(value) == 1
}

fn words(value: &[u8]) -> usize {
    value.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()).count()
}

/// Addresses, paths, assignments, JSON, keys and prose.
fn is_certainly_data(value: &str) -> bool {
    let hexadecimal = |byte: &u8| byte.is_ascii_hexdigit();
    value.len() > LONGEST
        || value.contains(['@', '='])
        || value.contains("://")
        || value.starts_with('/')
        || value.contains("\":")
        || value.contains(": ")
        || value.trim_end().ends_with(['.', ';', '!', '{', '('])
        || starts_with_date(value)
        || value.split(|character: char| !character.is_ascii_alphanumeric()).any(is_key)
        || value.split(|character: char| !character.is_ascii_alphanumeric() && !"+/".contains(character)).any(is_secret)
        || value.as_bytes().windows(DIGEST).any(|digits| digits.iter().all(hexadecimal))
        || value.as_bytes().windows(UUID.len()).any(|window| {
            window.iter().zip(UUID).all(|(byte, form)| if form == b'-' { *byte == b'-' } else { hexadecimal(byte) })
        })
}

/// Whether a line of a log may begin so.
fn starts_with_date(value: &str) -> bool {
    value.trim_start().get(..10).is_some_and(|date| TextKind::of(date.as_bytes()) == TextKind::Date)
}

/// Whether a word is as long as secrets are, and uses all that Base64 has.
fn is_secret(word: &str) -> bool {
    let has = |is: fn(&u8) -> bool| word.as_bytes().iter().any(is);
    word.len() >= DIGEST
        && word.contains(['+', '/'])
        && has(u8::is_ascii_uppercase)
        && has(u8::is_ascii_lowercase)
        && has(u8::is_ascii_digit)
}

/// Whether a word is long and of letters and digits in turn, as keys and tokens are.
fn is_key(word: &str) -> bool {
    let turns =
        word.as_bytes().windows(2).filter(|pair| matches!(pair, [a, b] if a.is_ascii_digit() != b.is_ascii_digit()));
    let least = if word.contains(|letter: char| letter.is_ascii_lowercase()) { 3 } else { 2 };
    word.len() >= KEY && turns.count() >= least
}
