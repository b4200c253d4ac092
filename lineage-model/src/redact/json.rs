use std::borrow::Cow;

use super::sql::SqlLiterals;
use super::{MASK, is_s3, is_secret_name, text};
use crate::json::{Items, Tape, Value, Writer};

/// Longer texts are refused before they are parsed.
const MAX_BYTES: usize = 64 << 20;

/// How many JSON texts within strings of JSON texts are looked into.
const MAX_NESTED: usize = 4;

/// A text that [`json`] cannot read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the text is no JSON of at most 64 MiB")]
pub struct NotJson;

/// Masks the secrets of a JSON text: a pipeline definition, or facts with one in them. The result is compact.
///
/// The lineage graph of the result is that of the original. What it is made of stays: structure, references (`Get`,
/// `Std:Join`, `Std:JsonGet`), S3 URIs (without their query) and SQL. Masked are
/// - all other values of `Environment`, `HyperParameters` and `StaticHyperParameters`;
/// - all other elements of `ContainerArguments`, apart from the names of options and texts that begin with `Steps.`;
/// - the literals and comments of a `QueryString`;
/// - values whose key, whose `Name` or `Key` beside them, or whose option before them
///   [promises a secret](is_secret_name);
/// - whatever [`text`] masks, in every other string.
///
/// JSON texts within strings are masked the same way, to a depth of four. Nesting costs no stack.
///
/// # Errors
/// When the text is no JSON, or longer than 64 MiB.
pub fn json(text: &str) -> Result<String, NotJson> {
    masked(text, MAX_NESTED)
}

fn masked(text: &str, nested: usize) -> Result<String, NotJson> {
    if text.len() > MAX_BYTES {
        return Err(NotJson);
    }
    let tape = Tape::parse(text).map_err(|_| NotJson)?;
    let mut masker = Masker { writer: Writer::with_capacity(text.len()), nested, sql: SqlLiterals::default() };
    masker.run(tape.root());
    Ok(masker.writer.finish())
}

/// How the strings of a value are treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Plain,
    Arguments,
    Sql,
    /// All texts and numbers.
    Secret,
    /// All texts; numbers are those of metrics and sizes.
    SecretText,
}

/// An array or object that is being written.
struct Open<'t> {
    value: Value<'t>,
    children: Items<'t>,
    mode: Mode,
    /// Whether `Name` or `Key` in here promises that the value beside it is secret.
    named_secret: bool,
    /// Whether it has `Values`, as a `Std:Join` has.
    has_values: bool,
    /// Whether it has a `ClusterId`.
    has_cluster: bool,
    /// Whether the element before was an option that promises a secret.
    after_option: bool,
}

impl<'t> Open<'t> {
    /// Looks at all entries once, so that none has to look at the others.
    fn new(value: Value<'t>, mode: Mode) -> Self {
        let children = value.children();
        let (named_secret, has_values, has_cluster, after_option) = (false, false, false, false);
        let mut open = Self { value, children, mode, named_secret, has_values, has_cluster, after_option };
        for (key, value) in value.entries() {
            match key {
                "Name" | "Key" | "name" | "key" => open.named_secret |= value.as_str().is_some_and(is_secret_name),
                "Values" => open.has_values = true,
                "ClusterId" => open.has_cluster = true,
                _ => {}
            }
        }
        open
    }
}

struct Masker {
    writer: Writer,
    nested: usize,
    sql: SqlLiterals,
}

impl Masker {
    fn run(&mut self, root: Value<'_>) {
        let mut open = Vec::new();
        self.value(root, Mode::Plain, &mut open);
        while let Some(holder) = open.last_mut() {
            let is_object = holder.value.is_object();
            let Some(child) = holder.children.next() else {
                self.writer.close(is_object);
                open.pop();
                continue;
            };
            if is_object {
                let key = child.as_str().unwrap_or_default();
                self.writer.key(key);
                let Some(value) = holder.children.next() else { continue };
                let mode = self.mode_of_entry(holder, key, value);
                self.value(value, mode, &mut open);
            } else {
                let mode = if holder.after_option { Mode::Secret } else { holder.mode };
                holder.after_option = child.as_str().is_some_and(is_secret_option);
                self.value(child, mode, &mut open);
            }
        }
    }

    fn mode_of_entry(&mut self, holder: &Open<'_>, key: &str, value: Value<'_>) -> Mode {
        match (key, holder.mode) {
            ("Get" | "Std:JsonGet", _) if holder.value.single_entry().is_some() => Mode::Plain,
            ("Std:Join", Mode::Secret | Mode::SecretText | Mode::Arguments) if is_path(value) => Mode::Plain,
            ("Std:Join", Mode::Arguments) => Mode::Secret,
            ("On", _) if holder.has_values => Mode::Plain,
            (_, mode @ (Mode::Secret | Mode::SecretText | Mode::Sql)) => mode,
            ("Environment" | "HyperParameters" | "StaticHyperParameters", _) => Mode::Secret,
            ("ContainerArguments", _) => Mode::Arguments,
            ("QueryString", _) => {
                // Of the two services that take queries, Redshift knows clusters and escapes with backslashes.
                self.sql = SqlLiterals::new(holder.has_cluster);
                Mode::Sql
            }
            (key, _) if is_secret_name(key) => Mode::Secret,
            (key, _) if holder.named_secret && is_value_key(key) => Mode::SecretText,
            (_, mode) => mode,
        }
    }

    fn value<'t>(&mut self, value: Value<'t>, mode: Mode, open: &mut Vec<Open<'t>>) {
        if value.is_array() || value.is_object() {
            self.writer.open(value.is_object());
            open.push(Open::new(value, mode));
        } else if let Some(text) = value.as_str() {
            let masked = self.string(text, mode);
            self.writer.string(&masked);
        } else {
            match value.as_scalar() {
                None => self.writer.literal("null"),
                Some(flag @ ("true" | "false")) => self.writer.literal(flag),
                Some(_) if matches!(mode, Mode::Secret | Mode::Arguments) => self.writer.string(MASK),
                Some(number) => self.writer.literal(number),
            }
        }
    }

    fn string<'v>(&mut self, value: &'v str, mode: Mode) -> Cow<'v, str> {
        match mode {
            Mode::Plain => self.plain(value),
            Mode::Arguments => argument(value),
            Mode::Sql => Cow::Owned(text(&self.sql.mask(value)).into_owned()),
            Mode::Secret | Mode::SecretText => secret(value),
        }
    }

    fn plain<'v>(&self, value: &'v str) -> Cow<'v, str> {
        if value.trim_start().starts_with(['{', '['])
            && self.nested > 0
            && let Ok(masked) = masked(value, self.nested - 1)
        {
            return Cow::Owned(masked);
        }
        text(without_query(value))
    }
}

/// One element of a command line.
fn argument(value: &str) -> Cow<'_, str> {
    let (option, assigned) = value.split_once('=').map_or((value, None), |(option, value)| (option, Some(value)));
    let is_option = option.starts_with('-') && option.len() <= 128 && option.bytes().all(is_option_byte);
    match assigned {
        Some(assigned) if is_option => Cow::Owned(format!("{option}={}", secret(assigned))),
        None if is_option => text(value),
        _ if value.starts_with("Steps.") => text(value),
        _ => secret(value),
    }
}

/// A value that is masked unless it is an S3 URI, perhaps in quotes as the SDK's hyperparameters are.
fn secret(value: &str) -> Cow<'_, str> {
    let bare = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
    match bare {
        _ if value.is_empty() => Cow::Borrowed(value),
        _ if is_s3(value) => text(without_query(value)),
        Some(uri) if is_s3(uri) => Cow::Owned(format!("\"{}\"", text(without_query(uri)))),
        _ => Cow::Borrowed(MASK),
    }
}

/// An S3 URI without what a signed or versioned one has behind its key.
fn without_query(value: &str) -> &str {
    match value.split_once('?') {
        // A question mark may also be a part of a key.
        Some((uri, query)) if is_s3(uri) && query.split_once('=').is_some_and(|(name, _)| !name.contains('/')) => uri,
        _ => value,
    }
}

/// Whether a `Std:Join` makes a location: it begins with `s3:`, or with a reference that a slash follows.
fn is_path(join: Value<'_>) -> bool {
    let mut values = join.get("Values").into_iter().flat_map(Value::items);
    match values.next().map(|first| (first, first.as_str())) {
        Some((_, Some(text))) => text.get(..3).is_some_and(|head| head.eq_ignore_ascii_case("s3:")),
        Some((first, None)) if first.is_object() => {
            let next = values.next().and_then(Value::as_str);
            [join.str("On"), next].into_iter().flatten().any(|text| text.starts_with('/'))
        }
        _ => false,
    }
}

fn is_secret_option(text: &str) -> bool {
    text.starts_with('-') && text.bytes().all(is_option_byte) && is_secret_name(text)
}

fn is_option_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.')
}

fn is_value_key(key: &str) -> bool {
    ["Value", "DefaultValue", "EnumValues"].iter().any(|value| key.eq_ignore_ascii_case(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_of_many_entries_are_stable() {
        for entry in [r#""QueryString":1"#, r#""On":1"#, r#""Std:Join":{}"#, r#""Get":1"#, r#""Value":"a""#] {
            for mode in ["x", "Environment", "ContainerArguments", "QueryString"] {
                let entries = vec![entry; (1 << 18) / entry.len()].join(",");
                let masked = json(&format!(r#"{{"{mode}":{{{entries}}}}}"#)).unwrap();
                assert!(masked.len() > 1 << 17);
                assert_eq!(json(&masked).unwrap(), masked, "{mode} of {entry}");
            }
        }
    }

    #[test]
    fn entries_know_what_stands_beside_them() {
        for (text, expected) in [
            (r#"{"Value":"a","Name":"token"}"#, r#"{"Value":"***","Name":"token"}"#),
            (r#"{"Value":"a","Key":"token","Name":"x"}"#, r#"{"Value":"***","Key":"token","Name":"x"}"#),
            (r#"{"QueryString":"'a\\'b'"}"#, r#"{"QueryString":"'***'b'"}"#),
            (r#"{"QueryString":"'a\\'b'","ClusterId":1}"#, r#"{"QueryString":"'***'","ClusterId":1}"#),
            (r#"{"Environment":{"On":"a"}}"#, r#"{"Environment":{"On":"***"}}"#),
            (r#"{"Environment":{"On":",","Values":["a"]}}"#, r#"{"Environment":{"On":",","Values":["***"]}}"#),
            (r#"{"On":"a","Values":["b"]}"#, r#"{"On":"a","Values":["b"]}"#),
        ] {
            assert_eq!(json(text).unwrap(), expected);
        }
    }
}
