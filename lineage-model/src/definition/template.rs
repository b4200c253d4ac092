use std::fmt;

use crate::json::Value;

/// A text with references in it: what a `Get`, `Std:Join` or `Std:JsonGet` expression stands for, flattened.
///
/// `Display` prints it with its references in braces: `s3://{Parameters.Bucket}/in`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Template {
    parts: Vec<TemplatePart>,
}

/// One piece of a [`Template`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TemplatePart {
    /// Text as it stands.
    Text(String),
    /// The value of a `Get`: `Parameters.X`, `Execution.X`, `Steps.X.path` and so on.
    Get(String),
    /// A value out of a property file (`Std:JsonGet`), never known before the run: the file and the path in it.
    JsonGet(String),
    /// Exactly one slash between what stands before and after.
    Slash,
}

impl Template {
    /// The pieces, in order.
    #[must_use]
    pub fn parts(&self) -> &[TemplatePart] {
        &self.parts
    }

    /// A template without references.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        let mut template = Self::default();
        template.push_text(&text.into());
        template
    }

    /// The same place, and `below` it.
    #[must_use]
    pub(crate) fn join(mut self, below: Template) -> Self {
        self.parts.push(TemplatePart::Slash);
        self.parts.extend(below.parts);
        self
    }

    pub(crate) fn push_text(&mut self, text: &str) {
        match self.parts.last_mut() {
            _ if text.is_empty() => {}
            Some(TemplatePart::Text(last)) => last.push_str(text),
            _ => self.parts.push(TemplatePart::Text(text.to_owned())),
        }
    }

    pub(crate) fn push(&mut self, part: TemplatePart) {
        match part {
            TemplatePart::Text(text) => self.push_text(&text),
            part => self.parts.push(part),
        }
    }

    /// Reads a value expression; none where it is no text, number, boolean or reference.
    pub(crate) fn read(value: Value<'_>) -> Option<Self> {
        let mut template = Self::default();
        if !template.read_leaf(value) {
            template.read_join(value)?;
        }
        Some(template)
    }

    fn read_leaf(&mut self, value: Value<'_>) -> bool {
        if let Some(text) = value.as_scalar() {
            self.push_text(text);
            return true;
        }
        match value.single_entry() {
            Some(("Get", path)) => match path.as_str() {
                Some(path) => self.parts.push(TemplatePart::Get(path.to_owned())),
                None => return false,
            },
            Some(("Std:JsonGet", arguments)) => self.parts.push(TemplatePart::JsonGet(json_get_symbol(arguments))),
            _ => return false,
        }
        true
    }

    /// Flattens a `Std:Join` of any depth, without recursion.
    fn read_join(&mut self, value: Value<'_>) -> Option<()> {
        let mut open = vec![Join::read(value)?];
        while let Some(join) = open.last_mut() {
            let Some(item) = join.values.next() else {
                open.pop();
                continue;
            };
            let separator = if join.first { "" } else { join.on };
            join.first = false;
            self.push_text(separator);
            if self.read_leaf(item) {
                continue;
            }
            match Join::read(item) {
                Some(inner) => open.push(inner),
                // An object that is no expression, or null: what it stands for cannot be told.
                None => self.parts.push(TemplatePart::JsonGet("?".to_owned())),
            }
        }
        Some(())
    }
}

struct Join<'t> {
    on: &'t str,
    values: crate::json::Items<'t>,
    first: bool,
}

impl<'t> Join<'t> {
    fn read(value: Value<'t>) -> Option<Self> {
        let ("Std:Join", arguments) = value.single_entry()? else { return None };
        Some(Self {
            on: arguments.str("On").unwrap_or_default(),
            values: arguments.get("Values")?.items(),
            first: true,
        })
    }
}

/// `Steps.E.PropertyFiles.R:metrics.auc`, or the URI in place of the property file.
fn json_get_symbol(arguments: Value<'_>) -> String {
    let file = arguments.get("PropertyFile");
    let file = file.and_then(|file| file.as_str().or_else(|| file.str("Get"))).unwrap_or("S3Uri");
    let path = arguments.get("Path").and_then(Value::as_scalar).unwrap_or("?");
    format!("{file}:{path}")
}

impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut slash = true;
        for part in &self.parts {
            match part {
                TemplatePart::Text(text) => {
                    f.write_str(text)?;
                    slash = text.ends_with('/');
                }
                TemplatePart::Get(path) | TemplatePart::JsonGet(path) => {
                    write!(f, "{{{path}}}")?;
                    slash = false;
                }
                TemplatePart::Slash if slash => {}
                TemplatePart::Slash => {
                    f.write_str("/")?;
                    slash = true;
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Tape;

    fn check(json: &str, expected: &str) {
        let tape = Tape::parse(json).unwrap();
        assert_eq!(Template::read(tape.root()).map(|t| t.to_string()).as_deref().unwrap_or("-"), expected, "{json}");
    }

    #[test]
    fn expressions() {
        check(r#""s3://b/k""#, "s3://b/k");
        check("3", "3");
        check(r#"{"Get":"Parameters.X"}"#, "{Parameters.X}");
        check(
            r#"{"Std:Join":{"On":"/","Values":["s3:/",{"Get":"Parameters.B"},true,1.50,"x"]}}"#,
            "s3://{Parameters.B}/true/1.50/x",
        );
        check(r#"{"Std:Join":{"Values":["a",{"Std:Join":{"On":"-","Values":["b","c"]}},"d"]}}"#, "ab-cd");
        check(
            r#"{"Std:JsonGet":{"PropertyFile":{"Get":"Steps.E.PropertyFiles.R"},"Path":"m.v"}}"#,
            "{Steps.E.PropertyFiles.R:m.v}",
        );
        check(r#"{"Std:Join":{"On":"","Values":["a",{"x":1},null]}}"#, "a{?}{?}");
        check(r#"{"Get":3}"#, "-");
        check(r#"{"Get":"a","b":1}"#, "-");
        check("[]", "-");
    }

    #[test]
    fn joins_of_any_depth() {
        let json = format!("{}\"x\"{}", r#"{"Std:Join":{"On":"/","Values":["a","#.repeat(5000), "]}}".repeat(5000));
        check(&json, &format!("{}x", "a/".repeat(5000)));
    }
}
