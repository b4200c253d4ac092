use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A point in time, printed as RFC 3339 in UTC with a trailing `Z`.
///
/// Fractions of a second are kept as they come and left out where they are zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(jiff::Timestamp);

/// Text or a number that is no point in time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{value}' is not a time; write RFC 3339, such as 2026-01-31T09:30:00Z")]
pub struct TimestampError {
    value: String,
}

impl Timestamp {
    /// The time `seconds` and `nanos` after 1970-01-01T00:00:00Z.
    ///
    /// # Errors
    /// When the year would lie outside -9999..=9999.
    pub fn from_unix(seconds: i64, nanos: i32) -> Result<Self, TimestampError> {
        jiff::Timestamp::new(seconds, nanos).map(Self).map_err(|_| TimestampError { value: seconds.to_string() })
    }

    /// Whole seconds from `earlier` to `self`; negative when `earlier` is later.
    #[must_use]
    pub fn seconds_since(self, earlier: Self) -> i64 {
        self.0.as_millisecond().saturating_sub(earlier.0.as_millisecond()) / 1000
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Timestamp {
    type Err = TimestampError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self).map_err(|_| TimestampError { value: text.to_owned() })
    }
}

impl Serialize for Timestamp {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
