use std::fmt;
use std::str::FromStr;

use lineage_model::BucketName;

/// Which buckets may be read as datasets: names in which `*` stands for any text, such as `lake-*`.
///
/// That is all of a glob that the names of buckets have a use for: they hold neither slashes nor letters of both cases.
#[derive(Clone, PartialEq, Eq)]
pub struct BucketPatterns(Vec<String>);

/// A list of patterns that no name of a bucket fits.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("write names of buckets, separated by commas, with * for any text, such as lake-*,exports")]
pub struct BucketPatternsError;

impl BucketPatterns {
    /// Those that no bucket fits.
    pub(crate) const NONE: Self = Self(Vec::new());

    /// Whether a bucket fits one of them.
    #[must_use]
    pub fn allow(&self, bucket: &BucketName) -> bool {
        self.0.iter().any(|pattern| fits(pattern, bucket.as_str()))
    }
}

impl FromStr for BucketPatterns {
    type Err = BucketPatternsError;

    fn from_str(text: &str) -> Result<Self, BucketPatternsError> {
        let is_known = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-.*".contains(&b);
        let patterns = text.split(',').map(str::trim).filter(|pattern| !pattern.is_empty());
        let patterns: Vec<_> = patterns.map(str::to_owned).collect();
        match patterns.iter().all(|pattern| pattern.bytes().all(is_known)) && !patterns.is_empty() {
            true => Ok(Self(patterns)),
            false => Err(BucketPatternsError),
        }
    }
}

impl fmt::Debug for BucketPatterns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join(","))
    }
}

fn fits(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| name.strip_prefix(first)) else { return false };
    let Some(last) = parts.next_back() else { return rest.is_empty() };
    for part in parts {
        let Some((_, after)) = rest.split_once(part) else { return false };
        rest = after;
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_is_any_text() {
        let check = |patterns: &str, name: &str, expected| {
            let patterns: BucketPatterns = patterns.parse().unwrap();
            assert_eq!(patterns.allow(&BucketName::new(name).unwrap()), expected, "{patterns:?} {name}");
        };
        check("*", "lake", true);
        check("lake", "lake", true);
        check("lake", "lake-2", false);
        check("lake", "my-lake", false);
        check("lake-*", "lake-2", true);
        check("lake-*", "lake", false);
        check("*-lake", "my-lake", true);
        check("*-lake", "my-lake-2", false);
        check("a*b*c", "abc", true);
        check("a*b*c", "a1b2b3c", true);
        check("a*b*c", "a-c-b", false);
        check("ab*ba", "aba", false);
        check("**a**", "lake", true);
        check("exports, lake-*", "lake-1", true);
        check("exports, lake-*", "exports", true);
        check("exports, lake-*", "other", false);
    }

    #[test]
    fn what_fits_no_bucket_is_refused() {
        for text in ["", " , ", "Lake", "lake/*", "s3://lake", "la?e", "[a-z]*", "lake;exports"] {
            assert_eq!(text.parse::<BucketPatterns>(), Err(BucketPatternsError), "{text}");
        }
    }
}
