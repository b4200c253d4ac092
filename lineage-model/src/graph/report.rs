use crate::json::{Items, Tape, Value};

/// How deep a number may stand; an evaluation report has about four levels.
const MAX_DEPTH: usize = 32;

/// How many numbers are taken of one report: a curve has a few hundred points.
const MAX_NUMBERS: usize = 1000;

/// How long the dotted name of a number may be, in bytes.
const MAX_NAME: usize = 200;

/// The numbers of an evaluation report. No text of it is kept but the names.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Report {
    /// Which object was read.
    pub uri: String,
    /// Dotted names and their numbers, in the order of the text: elements of lists by their index, without a trailing
    /// `.value`.
    pub numbers: Vec<(String, f64)>,
    /// Whether numbers were left out: too many, too deep, or with names too long.
    pub is_cut: bool,
}

impl Report {
    /// Reads the numbers of a report.
    ///
    /// # Errors
    /// When the bytes are no JSON.
    pub fn parse(uri: impl Into<String>, bytes: &[u8]) -> Result<Self, crate::redact::NotJson> {
        let text = std::str::from_utf8(bytes).map_err(|_| crate::redact::NotJson)?;
        let tape = Tape::parse(text.trim_start_matches('\u{feff}')).map_err(|_| crate::redact::NotJson)?;
        let mut report = Self { uri: uri.into(), ..Self::default() };
        report.flatten(tape.root());
        Ok(report)
    }

    fn flatten(&mut self, root: Value<'_>) {
        let mut name = String::new();
        let mut open: Vec<Open<'_>> = Vec::from_iter(Open::new(root, 0));
        while let Some(level) = open.last_mut() {
            name.truncate(level.name);
            let Some(value) = level.next(&mut name) else {
                open.pop();
                continue;
            };
            if self.numbers.len() == MAX_NUMBERS || open.len() > MAX_DEPTH || name.len() > MAX_NAME {
                self.is_cut |= value.number().is_some() || value.is_array() || value.is_object();
            } else if let Some(number) = value.number() {
                let stripped = name.strip_suffix(".value").unwrap_or(&name);
                self.numbers.push((stripped.to_owned(), number));
            } else {
                open.extend(Open::new(value, name.len()));
            }
        }
    }
}

/// An object or list that is being read.
struct Open<'t> {
    children: Items<'t>,
    /// The index of the next element of a list.
    index: Option<usize>,
    /// The length of its own name.
    name: usize,
}

impl<'t> Open<'t> {
    fn new(value: Value<'t>, name: usize) -> Option<Self> {
        let index = value.is_array().then_some(0);
        (value.is_array() || value.is_object()).then(|| Self { children: value.children(), index, name })
    }

    /// The next value, its name added to that of what holds it.
    fn next(&mut self, name: &mut String) -> Option<Value<'t>> {
        let first = self.children.next()?;
        if !name.is_empty() {
            name.push('.');
        }
        match &mut self.index {
            Some(index) => {
                name.push_str(&index.to_string());
                *index += 1;
                Some(first)
            }
            None => {
                name.push_str(first.as_str().unwrap_or_default());
                self.children.next()
            }
        }
    }
}

impl Value<'_> {
    /// A number that JSON can hold; none of a text that looks like one.
    fn number(self) -> Option<f64> {
        let text = self.as_scalar().filter(|_| self.as_str().is_none())?;
        text.parse().ok().filter(|number: &f64| number.is_finite())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, expected: &[(&str, f64)]) {
        let report = Report::parse("s3://b/k", text.as_bytes()).unwrap();
        let found: Vec<_> = report.numbers.iter().map(|(name, number)| (name.as_str(), *number)).collect();
        assert_eq!(found, expected, "{text}");
        assert!(!report.is_cut);
    }

    #[test]
    fn numbers_have_dotted_names() {
        check(
            r#"{"regression_metrics": {"mse": {"value": 4.9, "standard_deviation": 2.2}, "rmse": {"value": 2}}}"#,
            &[
                ("regression_metrics.mse", 4.9),
                ("regression_metrics.mse.standard_deviation", 2.2),
                ("regression_metrics.rmse", 2.0),
            ],
        );
        check(
            r#"{"roc": [[0, 0.5], {"x": -1e3}], "auc": 0.7}"#,
            &[("roc.0.0", 0.0), ("roc.0.1", 0.5), ("roc.1.x", -1000.0), ("auc", 0.7)],
        );
        check(r#"{"value": 1, "b": {"value": {"value": 2}}}"#, &[("value", 1.0), ("b.value", 2.0)]);
    }

    #[test]
    fn only_numbers_are_taken() {
        check(r#"{"a": "7", "b": true, "c": null, "d": 1e999, "e": {}, "f": []}"#, &[]);
        check("\u{feff}{\"a\": 1}", &[("a", 1.0)]);
        check("3", &[]);
        for text in ["", "{", "NaN", "{\"a\": NaN}"] {
            assert!(Report::parse("s3://b/k", text.as_bytes()).is_err(), "{text}");
        }
        assert!(Report::parse("s3://b/k", &[0xff]).is_err());
    }

    #[test]
    fn what_is_too_much_is_left_out() {
        let deep = format!("{}1{}", "[".repeat(40), "]".repeat(40));
        let many = format!("[{}]", vec!["1"; 1001].join(","));
        let long = format!("{{\"{}\": 1}}", "x".repeat(201));
        for (text, numbers) in [(deep, 0), (many, 1000), (long, 0)] {
            let report = Report::parse("s3://b/k", text.as_bytes()).unwrap();
            assert_eq!((report.numbers.len(), report.is_cut), (numbers, true));
        }
    }

    proptest! {
        #[test]
        fn any_text_is_answered(text in "[\\[\\]{}\",:0-9a.e-]{0,40}") {
            if let Ok(report) = Report::parse("s3://b/k", text.as_bytes()) {
                prop_assert!(report.numbers.iter().all(|(_, number)| number.is_finite()));
            }
        }
    }
}
