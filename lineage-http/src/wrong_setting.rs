use std::ops::Range;

use serde::de::DeserializeOwned;

/// What is wrong with a file of settings, with its line and, where that line holds one, the setting.
///
/// It repeats none of the file but what the parser itself says of a value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}{}: {what}", setting.as_ref().map(|setting| format!(", {setting}")).unwrap_or_default())]
pub struct WrongSetting {
    /// The line, from 1.
    pub line: usize,
    /// The name of the setting in that line.
    pub setting: Option<String>,
    /// What is wrong.
    pub what: String,
}

impl WrongSetting {
    /// What is wrong at a place of a text, in bytes.
    #[must_use]
    pub fn at(text: &str, place: &Range<usize>, what: impl Into<String>) -> Self {
        let before = text.get(..place.start).unwrap_or_default().matches('\n').count();
        let line = text.lines().nth(before).unwrap_or_default();
        let setting = line.split_once('=').map(|(setting, _)| setting.trim().to_owned());
        Self { line: before + 1, setting, what: what.into() }
    }

    /// Reads TOML.
    ///
    /// # Errors
    /// When it is none, or not of the form that the type has.
    pub fn parse<T: DeserializeOwned>(text: &str) -> Result<T, Self> {
        toml::from_str(text).map_err(|error| Self::at(text, &error.span().unwrap_or_default(), error.message()))
    }
}
