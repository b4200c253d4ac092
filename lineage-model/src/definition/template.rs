use std::fmt;

use crate::json::Value;

/// The separators of a template together, in bytes: a long one between many values would multiply the text.
const MAX_SEPARATORS: usize = 8192;

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
    /// A piece that is neither text nor an expression: what it stands for cannot be told.
    Unknown,
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

    /// A value that cannot be read at all.
    pub(crate) fn unknown() -> Self {
        Self { parts: vec![TemplatePart::Unknown] }
    }

    /// The template without the first bytes of the text that it begins with.
    pub(crate) fn without_head(mut self, bytes: usize) -> Self {
        if let Some(TemplatePart::Text(text)) = self.parts.first_mut() {
            *text = text.get(bytes..).unwrap_or_default().to_owned();
            if text.is_empty() {
                self.parts.remove(0);
            }
        }
        self
    }

    /// Reads a value expression; none where it is no text, number, boolean or reference.
    pub(crate) fn read(value: Value<'_>) -> Option<Self> {
        Self::read_as(value, Nesting::Outermost)
    }

    fn read_as(value: Value<'_>, nesting: Nesting) -> Option<Self> {
        let mut template = Self::default();
        if !template.read_leaf(value, nesting) {
            template.read_join(value, nesting)?;
        }
        Some(template)
    }

    fn read_leaf(&mut self, value: Value<'_>, nesting: Nesting) -> bool {
        if let Some(text) = value.as_scalar() {
            self.push_text(text);
            return true;
        }
        match value.single_entry() {
            Some(("Get", path)) => match path.as_str() {
                Some(path) => self.parts.push(TemplatePart::Get(one_spelling(path))),
                None => return false,
            },
            Some(("Std:JsonGet", _)) if nesting == Nesting::InJsonGet => self.parts.push(TemplatePart::Unknown),
            Some(("Std:JsonGet", arguments)) => self.parts.push(TemplatePart::JsonGet(json_get_symbol(arguments))),
            _ => return false,
        }
        true
    }

    /// Flattens a `Std:Join` of any depth, without recursion.
    fn read_join(&mut self, value: Value<'_>, nesting: Nesting) -> Option<()> {
        let mut separators = 0;
        let mut open = vec![Join::read(value)?];
        while let Some(join) = open.last_mut() {
            let Some(item) = join.values.next() else {
                open.pop();
                continue;
            };
            let separator = if join.first { "" } else { join.on };
            join.first = false;
            separators += separator.len();
            if separators > MAX_SEPARATORS {
                self.parts.push(TemplatePart::Unknown);
                return Some(());
            }
            self.push_text(separator);
            if self.read_leaf(item, nesting) {
                continue;
            }
            match Join::read(item) {
                Some(inner) => open.push(inner),
                None => self.parts.push(TemplatePart::Unknown),
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
            values: arguments.get("Values").filter(|values| values.is_array())?.items(),
            first: true,
        })
    }
}

/// Whether a value stands within a `Std:JsonGet`: what holds another is not followed, however deep they go.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Nesting {
    Outermost,
    InJsonGet,
}

/// `Steps.E.PropertyFiles.R:metrics.auc`; `JsonGet:s3://b/results.json:auc` where a URI tells the file.
fn json_get_symbol(arguments: Value<'_>) -> String {
    let path = arguments.get("Path").and_then(Value::as_scalar).unwrap_or("?");
    let file = arguments.get("PropertyFile");
    match file.and_then(|file| file.as_str().or_else(|| file.str("Get"))) {
        Some(file) => format!("{file}:{path}"),
        None => {
            let uri = arguments.get("S3Uri").and_then(|uri| Template::read_as(uri, Nesting::InJsonGet));
            format!("JsonGet:{}:{path}", uri.unwrap_or_else(Template::unknown))
        }
    }
}

/// `["x"]` is `['x']`, and `ForEach.CurrentItem['x']` is `ForEach.CurrentItem.x`: references to one value look alike.
fn one_spelling(path: &str) -> String {
    let path = if path.contains('"') { path.replace("[\"", "['").replace("\"]", "']") } else { path.to_owned() };
    if path.starts_with("ForEach.") { path.replace("['", ".").replace("']", "") } else { path }
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
                TemplatePart::Unknown => {
                    f.write_str("{?}")?;
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
        check(
            r#"{"Std:JsonGet":{"S3Uri":{"Std:Join":{"On":"/","Values":["s3:/",{"Get":"Parameters.B"}]}},"Path":"R[0]"}}"#,
            "{JsonGet:s3://{Parameters.B}:R[0]}",
        );
        check(r#"{"Std:JsonGet":{"S3Uri":{"Std:JsonGet":{"S3Uri":"s3://b/k"}},"Path":3}}"#, "{JsonGet:{?}:3}");
        check(r#"{"Std:JsonGet":{}}"#, "{JsonGet:{?}:?}");
        check(r#"{"Get":"ForEach.CurrentItem['name']"}"#, "{ForEach.CurrentItem.name}");
        check(r#"{"Get":"ForEach.CurrentItem.name"}"#, "{ForEach.CurrentItem.name}");
        check(r#"{"Get":"Steps.A.Outputs[\"x\"].S3Uri"}"#, "{Steps.A.Outputs['x'].S3Uri}");
        check(r#"{"Std:Join":{"On":"/","Values":"x"}}"#, "-");
        check(r#"{"Get":3}"#, "-");
        check(r#"{"Get":"a","b":1}"#, "-");
        check("[]", "-");
    }

    #[test]
    fn separators_do_not_multiply_the_text() {
        let separator = "-".repeat(MAX_SEPARATORS);
        check(
            &format!(r#"{{"Std:Join":{{"On":"{separator}","Values":["a","b","c","d"]}}}}"#),
            &format!("a{separator}b{{?}}"),
        );
    }

    #[test]
    fn joins_of_any_depth() {
        let json = format!("{}\"x\"{}", r#"{"Std:Join":{"On":"/","Values":["a","#.repeat(5000), "]}}".repeat(5000));
        check(&json, &format!("{}x", "a/".repeat(5000)));
    }
}
