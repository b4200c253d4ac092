//! Names that are parsed once and trusted afterwards.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A name that does not have the form its kind asks for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{kind} '{value}' is not well formed: {rule}")]
pub struct NameError {
    kind: &'static str,
    value: String,
    rule: &'static str,
}

macro_rules! name {
    ($(#[$doc:meta])* $type:ident, $kind:literal, $rule:literal, $valid:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $type(String);

        impl $type {
            /// Parses the name.
            ///
            /// # Errors
            /// When the text breaks the rule that the type states.
            pub fn new(text: impl Into<String>) -> Result<Self, NameError> {
                let value = text.into();
                let valid: fn(&str) -> bool = $valid;
                if valid(&value) {
                    Ok(Self(value))
                } else {
                    // What a caller sent may be megabytes long or hold control characters.
                    let value = value.chars().take(80).flat_map(char::escape_default).collect();
                    Err(NameError { kind: $kind, value, rule: $rule })
                }
            }

            /// The name as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl FromStr for $type {
            type Err = NameError;
            fn from_str(text: &str) -> Result<Self, NameError> {
                Self::new(text)
            }
        }

        impl TryFrom<String> for $type {
            type Error = NameError;
            fn try_from(text: String) -> Result<Self, NameError> {
                Self::new(text)
            }
        }

        impl From<$type> for String {
            fn from(name: $type) -> String {
                name.0
            }
        }
    };
}

name!(
    /// An AWS region, such as `ap-northeast-2`: it becomes part of a host name, so nothing else gets through.
    Region,
    "region",
    "write lower-case letters, digits and hyphens, such as us-east-1",
    |text| {
        let mut labels = text.split('-');
        text.len() <= 32
            && labels.next().is_some_and(|first| first.len() >= 2 && first.bytes().all(|b| b.is_ascii_lowercase()))
            && labels.clone().count() >= 2
            && labels.clone().all(|l| !l.is_empty() && l.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
            && labels.next_back().is_some_and(|last| last.bytes().all(|b| b.is_ascii_digit()))
    }
);

name!(
    /// The name of a SageMaker pipeline (`CreatePipeline`: 1 to 256 letters, digits and hyphens).
    PipelineName,
    "pipeline",
    "write 1 to 256 letters, digits and hyphens, beginning with a letter or digit",
    |text| {
        (1..=256).contains(&text.len())
            && !text.starts_with('-')
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    }
);

name!(
    /// The name of an S3 bucket: 3 to 63 lower-case letters, digits, dots and hyphens.
    ///
    /// Access point ARNs and the older upper-case names of us-east-1 are no bucket names here.
    BucketName,
    "bucket",
    "write 3 to 63 lower-case letters, digits, dots and hyphens, beginning and ending with a letter or digit",
    |text| {
        (3..=63).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'.')
            && text.starts_with(|c: char| c.is_ascii_alphanumeric())
            && text.ends_with(|c: char| c.is_ascii_alphanumeric())
            && !text.contains("..")
    }
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions() {
        for good in ["us-east-1", "ap-northeast-2", "us-gov-west-1", "cn-north-1", "us-iso-east-1", "eusc-de-east-1"] {
            assert_eq!(Region::new(good).unwrap().as_str(), good);
        }
        for bad in [
            "",
            "us-east",
            "US-EAST-1",
            "us-east-1.evil.example",
            "us_east_1",
            "-us-east-1",
            "us--1",
            "../1",
            "us-east-1 ",
        ] {
            assert!(Region::new(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn bucket_and_pipeline_names() {
        assert!(BucketName::new("my.bucket-1").is_ok());
        for bad in ["ab", "My-Bucket", "a..b", "-ab", "ab-", "a/b", "{Parameters.Bucket}"] {
            assert!(BucketName::new(bad).is_err(), "{bad}");
        }
        assert!(PipelineName::new("Abalone-2").is_ok());
        for bad in ["", "-a", "a b", "a/b", "<img onerror=1>"] {
            assert!(PipelineName::new(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn errors_are_short_and_printable() {
        let message = Region::new("\u{1b}[2J".repeat(500)).unwrap_err().to_string();
        assert!(message.len() < 700 && !message.contains('\u{1b}'), "{message}");
    }
}
