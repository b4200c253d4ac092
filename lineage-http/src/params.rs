use std::borrow::Cow;
use std::fmt::Display;
use std::ops::RangeInclusive;
use std::str::FromStr;

use lineage_model::document::Warning;

use crate::problem::Problem;

/// The parameters of a query string, taken one by one; what is left over is what nobody knows.
#[derive(Debug)]
pub(crate) struct Params(Vec<(String, String)>);

impl Params {
    pub(crate) fn new(query: Option<&str>) -> Self {
        Self(form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned().collect())
    }

    /// The value of a parameter. Given twice it is refused: which one was meant, nobody can tell.
    pub(crate) fn text(&mut self, name: &str) -> Result<Option<String>, Problem> {
        let mut values = self.0.extract_if(.., |(key, _)| key == name).map(|(_, value)| value);
        let value = values.next();
        match values.count() {
            0 => Ok(value),
            _ => Err(Problem::bad_request(format!("{name} is given more than once"))),
        }
    }

    /// The value of a parameter that cannot be left out.
    pub(crate) fn required(&mut self, name: &str) -> Result<String, Problem> {
        let value = self.text(name)?.filter(|value| !value.is_empty());
        value.ok_or_else(|| Problem::bad_request(format!("{name} is required")))
    }

    /// A boolean; anything but `true`, `false`, `1` and `0` is refused, never silently false.
    pub(crate) fn flag(&mut self, name: &str) -> Result<Option<bool>, Problem> {
        let Some(value) = self.text(name)? else { return Ok(None) };
        match value.to_ascii_lowercase().as_str() {
            "true" | "1" => Ok(Some(true)),
            "false" | "0" => Ok(Some(false)),
            _ => Err(Problem::bad_request(format!("{name} '{}' is no boolean; use true or false", printable(&value)))),
        }
    }

    /// A whole number within a range.
    pub(crate) fn number<T: FromStr + PartialOrd + Display>(
        &mut self,
        name: &str,
        range: RangeInclusive<T>,
    ) -> Result<Option<T>, Problem> {
        let Some(value) = self.text(name)? else { return Ok(None) };
        let number = decimal(&value).filter(|number| range.contains(number));
        let wrong = || format!("{name} '{}' is no number from {} to {}", printable(&value), range.start(), range.end());
        number.map(Some).ok_or_else(|| Problem::bad_request(wrong()))
    }

    /// A warning for each parameter that nobody took, the last for those that are too many to be a typing mistake.
    pub(crate) fn unknown(self) -> Vec<Warning> {
        let mut names: Vec<String> = self.0.into_iter().map(|(key, _)| key).collect();
        names.sort();
        names.dedup();
        let warning = |name: &String| {
            Warning::new("unknown-parameter", format!("parameter '{}' is not known and was ignored", printable(name)))
        };
        let mut warnings: Vec<_> = names.iter().take(MAX_UNKNOWN).map(warning).collect();
        if let Some(more @ 1..) = names.len().checked_sub(MAX_UNKNOWN) {
            let message = format!("further unknown parameters that were ignored: {more}");
            warnings.push(Warning::new("unknown-parameter", message));
        }
        warnings
    }
}

/// How many unknown parameters are named.
const MAX_UNKNOWN: usize = 20;

/// A number as it is printed, nothing else that a parser may take for one.
pub(crate) fn decimal<T: FromStr>(text: &str) -> Option<T> {
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// A caller's text for a message: short, and without control characters.
pub(crate) fn printable(text: &str) -> Cow<'_, str> {
    if text.len() <= 80 && text.bytes().all(|b| (b' '..=b'~').contains(&b)) {
        return Cow::Borrowed(text);
    }
    text.chars().take(80).flat_map(char::escape_default).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_decoded_once() {
        let mut params = Params::new(Some("a=x%2520y&b=1+2&c"));
        assert_eq!(params.text("a").unwrap().as_deref(), Some("x%20y"));
        assert_eq!(params.text("b").unwrap().as_deref(), Some("1 2"));
        assert_eq!(params.text("c").unwrap().as_deref(), Some(""));
        assert_eq!(params.text("d").unwrap(), None);
    }

    #[test]
    fn booleans() {
        for (text, expected) in [("true", true), ("TRUE", true), ("1", true), ("False", false), ("0", false)] {
            assert_eq!(Params::new(Some(&format!("f={text}"))).flag("f").unwrap(), Some(expected), "{text}");
        }
        for text in ["", "yes", "on", "2", "tru", " true"] {
            assert!(Params::new(Some(&format!("f={text}"))).flag("f").is_err(), "{text:?}");
        }
        assert_eq!(Params::new(None).flag("f").unwrap(), None);
    }

    #[test]
    fn numbers() {
        for (text, expected) in [("1", Some(1)), ("12", Some(12)), ("007", Some(7)), ("0", None), ("13", None)] {
            assert_eq!(Params::new(Some(&format!("n={text}"))).number("n", 1..=12).ok().flatten(), expected, "{text}");
        }
        for text in ["", "%2B1", "-1", "1.0", "1e1", " 1", "99999999999999999999"] {
            assert!(Params::new(Some(&format!("n={text}"))).number("n", 0..=u64::MAX).is_err(), "{text:?}");
        }
        assert_eq!(Params::new(None).number("n", 1..=12).unwrap(), None);
    }

    #[test]
    fn what_nobody_took_is_named_once() {
        let mut params = Params::new(Some("pipeline=p&regoin=a&regoin=b&%1b=x"));
        params.required("pipeline").unwrap();
        let messages: Vec<_> = params.unknown().into_iter().map(|warning| warning.message).collect();
        assert_eq!(
            messages,
            ["parameter '\\u{1b}' is not known and was ignored", "parameter 'regoin' is not known and was ignored"]
        );
    }

    #[test]
    fn too_many_unknown_parameters_are_counted() {
        let unknown = |count: usize| {
            let query: Vec<_> = (0..count).map(|number| format!("p{number:02}")).collect();
            let warnings = Params::new(Some(&query.join("&"))).unknown();
            (warnings.len(), warnings.last().unwrap().message.clone())
        };
        assert_eq!(unknown(20), (20, "parameter 'p19' is not known and was ignored".to_owned()));
        assert_eq!(unknown(21), (21, "further unknown parameters that were ignored: 1".to_owned()));
        assert_eq!(unknown(70), (21, "further unknown parameters that were ignored: 50".to_owned()));
    }
}
