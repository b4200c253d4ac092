//! A scanner rather than regular expressions: what a value ends at depends on how it began (quotes, URLs, options), and
//! one pass over the bytes is linear whatever the text.

use std::borrow::Cow;
use std::ops::Range;

use super::name::{is_secret_name, is_signature_name};
use super::{MASK, is_s3};

/// Masks what looks like a credential anywhere in a text: AWS key ids, JWTs, PEM blocks, tokens that begin with `hf_`,
/// `ghp_` (and its siblings), `slk_` or `xox…-`, user information and signatures in URLs, bearer tokens, and the values
/// of `name=value`, `name: value` and `--name value` whose [name promises a secret](super::is_secret_name).
pub fn text(text: &str) -> Cow<'_, str> {
    let mut masked = String::new();
    let mut copied = 0;
    for Range { start, end } in (Scanner { text, at: 0, s3_path_end: 0 }) {
        if text.get(start..end) != Some(MASK) {
            masked.push_str(text.get(copied..start).unwrap_or_default());
            masked.push_str(MASK);
            copied = end;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    masked.push_str(text.get(copied..).unwrap_or_default());
    Cow::Owned(masked)
}

/// Finds secrets from left to right; each is not empty and none overlaps another.
struct Scanner<'t> {
    text: &'t str,
    at: usize,
    /// Where the path of the last S3 URI ends: `token_type=access` in it is a partition and no secret.
    s3_path_end: usize,
}

impl Iterator for Scanner<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        while let Some(byte) = self.byte(self.at) {
            let start = self.at;
            let found = if is_word(byte) {
                let end = self.end_of(start, is_word);
                self.at = end;
                self.pem(start..end).or_else(|| self.token(start..end)).or_else(|| self.value(start..end))
            } else if self.rest(start).starts_with("://") {
                self.at = start + 3;
                // What looks like an URI within a path ends where the path does.
                if start >= self.s3_path_end {
                    self.s3_path_end = self.end_of_s3_path(start);
                }
                self.user_information(self.at)
            } else {
                self.at += 1;
                None
            };
            if let Some(found) = found.filter(|found| !found.is_empty()) {
                self.at = found.end;
                return Some(found);
            }
        }
        None
    }
}

impl Scanner<'_> {
    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn rest(&self, at: usize) -> &str {
        self.text.get(at..).unwrap_or_default()
    }

    /// The index of the first byte from `at` on that is not `wanted`.
    fn end_of(&self, at: usize, wanted: impl Fn(u8) -> bool) -> usize {
        let rest = self.text.as_bytes().get(at..).unwrap_or_default();
        at + rest.iter().position(|byte| !wanted(*byte)).unwrap_or(rest.len())
    }

    /// A PEM block whose begin is the end of this word; one without its end goes to the end of the text.
    fn pem(&self, word: Range<usize>) -> Option<Range<usize>> {
        const BEGIN: &str = "-----BEGIN";
        let head = self.text.get(word.clone())?.strip_suffix(BEGIN)?;
        let after = |from: usize, mark: &str| self.rest(from).find(mark).map(|found| from + found + mark.len());
        let end = after(word.end, "-----END ").and_then(|end| after(end, "-----"));
        Some(word.start + head.len()..end.unwrap_or(self.text.len()))
    }

    /// `user:password` of `scheme://user:password@host`.
    fn user_information(&self, start: usize) -> Option<Range<usize>> {
        let end =
            self.end_of(start, |b| !matches!(b, b'/' | b'?' | b'#' | b'"' | b'\'' | b'<' | b'>' | b'\\' | 0..=b' '));
        let at = self.text.get(start..end)?.rfind('@')?;
        Some(start..start + at)
    }

    /// A token in a word that shows by its own form what it is.
    fn token(&self, word: Range<usize>) -> Option<Range<usize>> {
        let text = self.text.get(word.clone())?;
        // Hardly any word has one, and every word of every answer comes by here.
        if !text.as_bytes().windows(3).any(may_begin_token) {
            return None;
        }
        let last_dot = text.rfind('.').unwrap_or(0);
        let starts = [
            find(text, "AKIA", |rest| leading(rest, |b| b.is_ascii_uppercase() || b.is_ascii_digit()) >= 16),
            find(text, "ASIA", |rest| leading(rest, |b| b.is_ascii_uppercase() || b.is_ascii_digit()) >= 16),
            find(text, "eyJ", |rest| rest.len() >= 16 && text.len() - rest.len() <= last_dot),
            find(text, "hf_", |rest| leading(rest, |b| b.is_ascii_alphanumeric()) >= 16),
            find(text, "github_pat_", |rest| rest.len() >= 8),
            ["ghp_", "gho_", "ghu_", "ghs_", "ghr_"]
                .iter()
                .find_map(|prefix| find(text, prefix, |rest| leading(rest, |b| b.is_ascii_alphanumeric()) >= 8)),
            // A key of our own server.
            find(text, "slk_", |rest| leading(rest, |b| b.is_ascii_hexdigit()) >= 16),
            find(text, "xox", |rest| rest.get(1..2) == Some("-") && rest.len() >= 10),
        ];
        let start = starts.into_iter().flatten().min()?;
        Some(word.start + start..word.end)
    }

    /// The end of the path of an S3 URI whose `://` stands at `at`; its query, if it has one, is no part of it.
    fn end_of_s3_path(&self, at: usize) -> usize {
        let is_s3 = at.checked_sub(2).is_some_and(|scheme| is_s3(self.rest(scheme)));
        let ends = |b| matches!(b, b'?' | b',' | b';' | b'"' | b'\'' | b'\\' | 0..=b' ');
        if is_s3 { self.end_of(at, |b| !ends(b)) } else { 0 }
    }

    /// The value that follows a word, if the word is a name that promises a secret.
    fn value(&self, word: Range<usize>) -> Option<Range<usize>> {
        if word.start < self.s3_path_end {
            return None;
        }
        let name = self.text.get(word.clone())?;
        let is_secret = || is_signature_name(name) || is_secret_name(name);
        let gap = self.end_of(word.end, is_space);
        let quoted = self.end_of(word.end, |b| matches!(b, b'"' | b'\'' | b'\\'));
        let sign = self.end_of(quoted, is_space);
        match self.byte(sign)? {
            b'=' if is_secret() => self.assigned(sign + 1),
            b'%' if self.rest(sign).get(..3)?.eq_ignore_ascii_case("%3d") && is_secret() => self.assigned(sign + 3),
            // `secretsmanager:GetSecretValue` and ARNs are names, and the colon is a part of them.
            b':' if is_secret() && !self.is_part_of_arn(&word, sign) => self.assigned(sign + 1),
            b'=' | b':' => None,
            _ if gap == word.end => None,
            _ if name.eq_ignore_ascii_case("bearer") || (name.starts_with('-') && is_secret()) => self.assigned(gap),
            _ => None,
        }
    }

    fn is_part_of_arn(&self, word: &Range<usize>, sign: usize) -> bool {
        let before = word.start.checked_sub(1).and_then(|at| self.byte(at));
        sign == word.end && (before == Some(b':') || self.text.get(word.clone()) == Some("secretsmanager"))
    }

    /// The value that begins at `at`, perhaps after the rest of a `:=`, `==` or `=>`, after spaces and in quotes.
    fn assigned(&self, at: usize) -> Option<Range<usize>> {
        let at = self.end_of(self.end_of(at, |b| matches!(b, b'=' | b'>')), is_space);
        let quotes = self.end_of(at, |b| b == b'\\');
        let quote = self.byte(quotes).filter(|byte| matches!(byte, b'"' | b'\''));
        let start = if quote.is_some() { quotes + 1 } else { at };
        // Lineage is made of S3 URIs, and a structure or a placeholder is no value.
        let value = self.rest(start);
        if is_s3(value) || (quote.is_none() && NO_VALUES.iter().any(|begin| value.starts_with(begin))) {
            return None;
        }
        Some(quote.map_or_else(|| self.unquoted(start), |quote| self.quoted(start, quote, quotes > at)))
    }

    fn unquoted(&self, start: usize) -> Range<usize> {
        let end_of_value = |at| self.end_of(at, |b| !matches!(b, b'&' | b';' | b'"' | b'\'' | 0..=b' '));
        let mut end = end_of_value(start);
        let word = self.text.get(start..end).unwrap_or_default();
        if word.starts_with("-----BEGIN") {
            return start..self.pem(start..end).map_or(end, |pem| pem.end);
        }
        if ["bearer", "basic"].iter().any(|scheme| word.eq_ignore_ascii_case(scheme)) && self.byte(end) == Some(b' ') {
            end = end_of_value(end + 1);
        }
        // What closes the structure around the value stays, so that it can still be read.
        let value = self.text.get(start..end).unwrap_or_default();
        start..start + value.trim_end_matches(['\\', ',', ')', '}', ']']).len()
    }

    /// What stands between quotes. Within JSON in a JSON string the quotes themselves are escaped.
    fn quoted(&self, start: usize, quote: u8, escaped: bool) -> Range<usize> {
        let mut end = start;
        while let Some(byte) = self.byte(end) {
            if byte == quote && end > start && self.byte(end + 1) == Some(quote) {
                end += 2; // a doubled quote stands for itself
                continue;
            }
            if byte == quote {
                let value = self.text.get(start..end).unwrap_or_default();
                return start..if escaped { start + value.trim_end_matches('\\').len() } else { end };
            }
            end += if byte == b'\\' && !escaped { 2 } else { 1 };
        }
        start..self.text.len()
    }
}

/// How structures and placeholders begin: no values to mask.
const NO_VALUES: [&str; 17] = [
    "{\"",
    "{\\",
    "{}",
    "{ ",
    "{\n",
    "[\"",
    "[\\",
    "[]",
    "[ ",
    "[\n",
    "[{",
    "{{",
    "${",
    "$(",
    "{Parameters.",
    "{Steps.",
    "{Execution.",
];

/// Whether a token may begin with these three bytes.
fn may_begin_token(start: &[u8]) -> bool {
    matches!(
        start,
        b"AKI" | b"ASI" | b"eyJ" | b"hf_" | b"git" | b"ghp" | b"gho" | b"ghu" | b"ghs" | b"ghr" | b"slk" | b"xox"
    )
}

/// Where `prefix` stands in `word` with a `rest` that fits.
fn find(word: &str, prefix: &str, fits: impl Fn(&str) -> bool) -> Option<usize> {
    let mut places = word.match_indices(prefix);
    places
        .find(|(at, _)| {
            // `half_` is a word of its own.
            let apart = prefix != "hf_" || !word.get(..*at).is_some_and(|head| head.ends_with(char::is_alphanumeric));
            apart && word.get(at + prefix.len()..).is_some_and(&fits)
        })
        .map(|(at, _)| at)
}

fn leading(text: &str, wanted: impl Fn(u8) -> bool) -> usize {
    text.bytes().take(16).take_while(|byte| wanted(*byte)).count()
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')
}

fn is_space(byte: u8) -> bool {
    byte.is_ascii_whitespace()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    fn check(input: &str, expected: &str) {
        assert_eq!(text(input), expected, "{input}");
        assert_eq!(text(expected), expected, "what is masked stays as it is");
    }

    #[test]
    fn tokens_by_their_form() {
        check("id AKIAIOSFODNN7EXAMPLE, next", "id ***, next");
        check("arn:aws:sts::1:ASIAIOSFODNN7EXAMPLE/x", "arn:aws:sts::1:***/x");
        check("jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln-x_ end", "jwt *** end");
        check("hf_abcdefghijklmnopqrstuvwxyzABCDEFGH", "***");
        check("use ghp_0123456789abcdefghij or xoxb-12345678-abcdef", "use *** or ***");
        check("slk_0123456789abcdef0123456789abcdef, slk_id", "***, slk_id");
        check("a\n-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nb", "a\n***\nb");
        check("key: -----BEGIN PRIVATE KEY-----\nMIIE", "key: ***");
        check("private_key=-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----;b", "private_key=***;b");
        check("half_abcdefghijklmnopqrstuvwxyz and hf_model AKIA", "half_abcdefghijklmnopqrstuvwxyz and hf_model AKIA");
    }

    #[test]
    fn urls() {
        check("postgres://ann:p%40ss@db:5432/x", "postgres://***@db:5432/x");
        check(
            "https://b.s3.amazonaws.com/k?X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20260101&X-Amz-Date=1&X-Amz-Signature=ab12",
            "https://b.s3.amazonaws.com/k?X-Amz-Credential=***&X-Amz-Date=1&X-Amz-Signature=***",
        );
        check("https://h/?sig=a%2Bb&se=2026", "https://h/?sig=***&se=2026");
        check("see https://h/?next=%2F%3Ftoken%3Dabc done", "see https://h/?next=%2F%3Ftoken%3D*** done");
        check("s3://bucket/user@example.com/k", "s3://bucket/user@example.com/k");
        check("https://example.com/a@b", "https://example.com/a@b");
    }

    #[test]
    fn named_values() {
        check("password=hunter2 user=ann", "password=*** user=ann");
        check("DB_PASSWORD = 'it''s' x", "DB_PASSWORD = '***' x");
        check(
            "password=$ecret password=\"{a\" token={b secret=''",
            "password=*** password=\"***\" token=*** secret=''",
        );
        check(r#"{"token":{"a":[1]},"secret":["x"]}"#, r#"{"token":{"a":[1]},"secret":["x"]}"#);
        check("--api-key abc --epochs 3", "--api-key *** --epochs 3");
        check("--hf-token=abc", "--hf-token=***");
        check(r#"{"password": "a\"b", "n": 1}"#, r#"{"password": "***", "n": 1}"#);
        check(r#"{\"token\":\"abc\",\"n\":1}"#, r#"{\"token\":\"***\",\"n\":1}"#);
        check(r#"{"token":123,"n":[{"secret":4}]}"#, r#"{"token":***,"n":[{"secret":***}]}"#);
        check("Authorization: Bearer abc.def", "Authorization: Bearer ***");
        check("token: Bearer abc", "token: ***");
        check("Server=h;Password=a,b;Database=d", "Server=h;Password=***;Database=d");
        check("spark.hadoop.fs.s3a.secret.key=abc", "spark.hadoop.fs.s3a.secret.key=***");
        check("secretKey => abc", "secretKey => ***");
    }

    #[test]
    fn what_is_no_secret_stays() {
        for harmless in [
            "",
            "***",
            "s3://bucket/token/part-0.csv",
            "token_uri=s3://bucket/k",
            "--tokenizer bert",
            "arn:aws:secretsmanager:us-east-1:111122223333:secret:prod/db-AbCdEf",
            "not allowed: secretsmanager:GetSecretValue",
            "the secret is safe",
            "{Steps.Train.ModelArtifacts}",
            "password={Parameters.P} token=${TOKEN}",
            "\u{d55c}\u{ae00}=\u{1f600}",
        ] {
            assert!(matches!(text(harmless), Cow::Borrowed(same) if same == harmless), "{harmless}");
        }
    }

    #[test]
    fn long_repetitions_are_stable() {
        for piece in [
            "eyJ",
            "AKIA",
            "token",
            "=",
            "://",
            "-----BEGIN ",
            "password=\"",
            "a.",
            "\\",
            "bearer ",
            "%3d",
            "--token ",
            "token=[]",
            "token=s3://",
            "s3://",
            ":",
            "a=",
            "'",
            "\"",
            "token=''",
            "token=\\\"",
            "a ",
            "token)",
            "-----END ",
        ] {
            let long = piece.repeat((1 << 19) / piece.len());
            let masked = text(&long);
            assert_eq!(text(&masked), masked, "{piece}");
        }
    }

    proptest! {
        #[test]
        fn never_leaks_a_named_value(
            before in "[a-z \"',{:;=&\u{e9}]{0,12}",
            name in "(?:db_|MY-)?(?:password|Token|api[_-]?[kK]ey|clientSecret)",
            sign in "=|: |\" : \"",
            secret in "Q[A-Za-z0-9+/!#%_.-]{6,30}Q",
            after in "[ \"'&;][a-z \"'=:]{0,12}",
        ) {
            let planted = format!("{before} {name}{sign}{secret}{after}");
            let masked = text(&planted).into_owned();
            prop_assert!(!masked.contains(&secret), "{} -> {}", planted, masked);
            prop_assert_eq!(text(&masked), &*masked);
        }

        #[test]
        fn never_panics_and_is_stable(input in "\\PC{0,60}|[-=:/@ \"'\\\\&%a-z3dtoken]{0,60}") {
            let masked = text(&input).into_owned();
            prop_assert_eq!(text(&masked), &*masked);
        }
    }
}
