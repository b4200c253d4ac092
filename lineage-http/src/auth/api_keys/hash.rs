use std::fmt::{self, Write as _};
use std::str::FromStr;

use serde::Deserialize;
use sha2::{Digest, Sha256};

/// What every key begins with, so that it is known for one in a log or a commit.
pub const PREFIX: &str = "slk_";

/// How many hexadecimal digits follow: 256 random bits.
const DIGITS: usize = 64;

/// The SHA-256 of a key; written as 64 hexadecimal digits.
///
/// No salt and no slow hash: those are for passwords, of which somebody could try all that people choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct KeyHash([u8; 32]);

/// A text that is no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an API key is {PREFIX} and {DIGITS} hexadecimal digits in lower case")]
pub struct MalformedKey;

/// A text that is no hash of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("write the SHA-256 of the key as 64 hexadecimal digits, as `api-key hash` prints it")]
pub struct MalformedHash;

impl KeyHash {
    /// The hash of a key.
    ///
    /// # Errors
    /// When the text has not the form of a key: a password, or the hash itself.
    pub fn of(key: &str) -> Result<Self, MalformedKey> {
        let digits = key.strip_prefix(PREFIX).ok_or(MalformedKey)?;
        let is_digit = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
        if digits.len() != DIGITS || !digits.bytes().all(is_digit) {
            return Err(MalformedKey);
        }
        Ok(Self(Sha256::digest(key).into()))
    }

    /// The hash itself.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for KeyHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

impl FromStr for KeyHash {
    type Err = MalformedHash;

    fn from_str(text: &str) -> Result<Self, MalformedHash> {
        let mut bytes = [0; 32];
        if text.len() != 2 * bytes.len() || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(MalformedHash);
        }
        for (index, byte) in bytes.iter_mut().enumerate() {
            let digits = text.get(2 * index..2 * index + 2).ok_or(MalformedHash)?;
            *byte = u8::from_str_radix(digits, 16).map_err(|_| MalformedHash)?;
        }
        Ok(Self(bytes))
    }
}

impl TryFrom<String> for KeyHash {
    type Error = MalformedHash;

    fn try_from(text: String) -> Result<Self, MalformedHash> {
        text.parse()
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a text does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes() {
        let key = format!("{PREFIX}{}", "0123456789abcdef".repeat(4));
        let hash = KeyHash::of(&key).unwrap();
        // printf %s slk_0123… | sha256sum
        assert_eq!(hash.to_string(), "770395485aff68252cd6177b9eb1080ddad425a2c359d851b6cb7aa31c82f156");
        assert_eq!(hash.to_string().parse(), Ok(hash));
        assert_eq!(hash.to_string().to_uppercase().parse(), Ok(hash));
        let (start, end) = key.split_at(1);
        for text in ["", start, end, PREFIX, &key.to_uppercase(), &format!("{key}0"), &hash.to_string()] {
            assert_eq!(KeyHash::of(text), Err(MalformedKey), "{text}");
        }
        for text in ["", "0", &"g".repeat(64), &"é".repeat(32), &"0".repeat(63), &format!("+{}", "0".repeat(63))] {
            assert_eq!(text.parse::<KeyHash>(), Err(MalformedHash), "{text}");
        }
    }
}
