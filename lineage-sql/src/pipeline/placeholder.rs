use lineage_model::graph::QueryPart;
use lineage_model::redact;

/// SQL with a word in place of each value that is not known: it parses wherever a name or a value may stand, and names
/// that are made with it can be told.
pub(super) struct Text {
    pub(super) sql: String,
    stem: String,
    symbols: Vec<String>,
}

impl Text {
    pub(super) fn new(parts: &[QueryPart]) -> Self {
        let texts = parts.iter().filter_map(|part| match part {
            QueryPart::Text(text) => Some(text.to_lowercase()),
            QueryPart::Symbol(_) => None,
        });
        let whole: String = texts.collect();
        let mut stem = "unknown_".to_owned();
        while whole.contains(&stem) {
            stem.push('_');
        }
        let mut text = Self { sql: String::new(), stem, symbols: Vec::new() };
        for part in parts {
            match part {
                QueryPart::Text(piece) => text.sql.push_str(piece),
                QueryPart::Symbol(symbol) => {
                    text.sql.push_str(&format!("{}{}x", text.stem, text.symbols.len()));
                    text.symbols.push(format!("{{{}}}", redact::text(symbol)));
                }
            }
        }
        text
    }

    /// Whether there is anything but what is not known.
    pub(super) fn is_known(parts: &[QueryPart]) -> bool {
        parts.iter().any(|part| matches!(part, QueryPart::Text(text) if !text.trim().is_empty()))
    }

    /// A name of the text, with `{Parameters.Table}` where a word was put.
    pub(super) fn named(&self, name: String) -> String {
        // Dialects fold the case of names; what comes before words may have letters of any kind.
        let folded = name.to_ascii_lowercase();
        let mut named = String::new();
        let mut at = 0;
        while let Some(found) = folded.get(at..).and_then(|rest| rest.find(&self.stem)).map(|found| at + found) {
            let after = found + self.stem.len();
            let known = folded.get(after..).and_then(|rest| self.symbol(rest));
            named.push_str(name.get(at..found).unwrap_or_default());
            at = match known {
                Some((symbol, length)) => {
                    named.push_str(symbol);
                    after + length
                }
                None => {
                    named.push_str(name.get(found..after).unwrap_or_default());
                    after
                }
            };
        }
        named + name.get(at..).unwrap_or_default()
    }

    /// Whether a name is that of a value that is not known, and nothing else.
    pub(super) fn is_symbol(&self, name: &str) -> bool {
        let folded = name.to_ascii_lowercase();
        let rest = folded.strip_prefix(&self.stem);
        rest.is_some_and(|rest| self.symbol(rest).is_some_and(|(_, length)| length == rest.len()))
    }

    /// What the word stands for that goes on so behind its stem, and how far it goes.
    fn symbol(&self, rest: &str) -> Option<(&str, usize)> {
        let (digits, _) = rest.split_once('x')?;
        let symbol = self.symbols.get(digits.parse::<usize>().ok()?)?;
        Some((symbol, digits.len() + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back() {
        let part = |text: &str| match text.strip_prefix('$') {
            Some(symbol) => QueryPart::Symbol(symbol.into()),
            None => QueryPart::Text(text.into()),
        };
        let text = Text::new(&["SELECT Unknown_0x FROM t_", "$A.b", " JOIN ", "$C"].map(part));
        assert_eq!(text.sql, "SELECT Unknown_0x FROM t_unknown__0x JOIN unknown__1x");
        for (name, expected) in [
            ("t_unknown__0x", "t_{A.b}"),
            ("UNKNOWN__1X", "{C}"),
            ("é_unknown__1x.unknown__0xy", "é_{C}.{A.b}y"),
            ("unknown__7x", "unknown__7x"),
            ("unknown_0x", "unknown_0x"),
            ("a", "a"),
        ] {
            assert_eq!(text.named(name.into()), expected);
        }
        assert!(text.is_symbol("unknown__1x") && !text.is_symbol("t_unknown__0x") && !text.is_symbol("a"));
        assert!(Text::is_known(&[part("a")]) && !Text::is_known(&[part(" "), part("$a")]));
    }
}
