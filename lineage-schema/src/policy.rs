use serde::Deserialize;
use serde_json::{Map, Value};

use crate::hash::canonical_hash;
use crate::{Compatibility, Widen};

/// How large a policy's text may be.
const LARGEST: usize = 64 * 1024;

/// How many texts may stand for a missing value, and how many bytes each may have.
const MOST_NULL_VALUES: usize = 1000;
const LONGEST_NULL_VALUE: usize = 1024;

/// How a dataset's schema is inferred and which changes of it are accepted: any JSON, kept as given.
///
/// Four keys of an object mean something: `widen` (see [`Widen`]), `compatibility` (see [`Compatibility`]), `maxFiles`, and
/// `nullValues`. All others are the caller's own, and tell versions apart like those.
#[derive(Debug, Clone, PartialEq)]
pub struct Policy {
    given: Value,
    /// What becomes of types that have no common one.
    pub widen: Widen,
    /// What a new version has to promise.
    pub compatibility: Compatibility,
    /// How many files are sampled, if it says so: 1 to 50.
    pub max_files: Option<usize>,
    /// Texts that stand for a missing value, beside the empty one: at most 1,000 of at most 1 KiB.
    pub null_values: Vec<String>,
}

impl Default for Policy {
    /// That of an empty object.
    fn default() -> Self {
        Self {
            given: Value::Object(Map::new()),
            widen: Widen::default(),
            compatibility: Compatibility::default(),
            max_files: None,
            null_values: Vec::new(),
        }
    }
}

/// A text that is no policy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct PolicyError(String);

impl Policy {
    /// How many files may be sampled at most.
    pub const MOST_FILES: usize = 50;

    /// Reads a policy.
    ///
    /// # Errors
    /// If it is no JSON, larger than 64 KiB, nested deeper than 127 levels, or one of the keys that mean
    /// something has another value than is allowed.
    pub fn parse(text: &str) -> Result<Self, PolicyError> {
        if text.len() > LARGEST {
            return Err(PolicyError(format!("policy: {} bytes are more than {LARGEST}", text.len())));
        }
        let given = serde_json::from_str(text).map_err(|error| PolicyError(format!("policy: no JSON: {error}")))?;
        let policy = Self {
            widen: read(&given, "widen", "'lossless' or 'string'", |value| Widen::deserialize(value).ok())?,
            compatibility: read(&given, "compatibility", "'none', 'backward', 'forward' or 'full'", |value| {
                Compatibility::deserialize(value).ok()
            })?,
            max_files: read(&given, "maxFiles", "a whole number from 1 to 50", |value| {
                let number = usize::try_from(value.as_u64()?).ok()?;
                (1..=Self::MOST_FILES).contains(&number).then_some(Some(number))
            })?,
            null_values: read(&given, "nullValues", "a list of at most 1,000 strings of at most 1 KiB", |value| {
                let texts = Vec::<String>::deserialize(value).ok()?;
                let fit = texts.len() <= MOST_NULL_VALUES && texts.iter().all(|text| text.len() <= LONGEST_NULL_VALUE);
                fit.then_some(texts)
            })?,
            given,
        };
        Ok(policy)
    }

    /// A policy of old, kept without its keys meaning anything.
    pub(crate) fn recorded(given: Value) -> Self {
        Self { given, ..Self::default() }
    }

    /// The policy as given.
    #[must_use]
    pub fn given(&self) -> &Value {
        &self.given
    }

    /// SHA-256 of its canonical JSON (RFC 8785), hexadecimal: order of keys, spacing and spelling of numbers do not
    /// matter.
    #[must_use]
    pub fn hash(&self) -> String {
        canonical_hash(self.given.clone())
    }
}

/// The value of a key that means something; its default where it is absent.
fn read<T: Default>(
    given: &Value,
    key: &str,
    allowed: &str,
    value: impl FnOnce(&Value) -> Option<T>,
) -> Result<T, PolicyError> {
    let Some(found) = given.get(key) else { return Ok(T::default()) };
    value(found).ok_or_else(|| PolicyError(format!("policy: {key} is {allowed}")))
}
