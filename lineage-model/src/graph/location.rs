use std::borrow::Cow;

use crate::BucketName;
pub(super) use crate::redact::is_s3;

/// Longer than any S3 URI (a key has at most 1,024 bytes), with room for what is not resolved.
const MAX_COMPARED: usize = 4096;

/// The form in which two URIs are one place: the scheme in lower case, no trailing slash.
pub(super) fn normalised(uri: &str) -> Cow<'_, str> {
    let trimmed = uri.trim_end_matches('/');
    match scheme_end(trimmed) {
        Some(end) if trimmed.get(..end).is_some_and(|scheme| scheme.bytes().any(|b| b.is_ascii_uppercase())) => {
            let (scheme, rest) = trimmed.split_at(end);
            Cow::Owned(scheme.to_ascii_lowercase() + rest)
        }
        _ => Cow::Borrowed(trimmed),
    }
}

/// Where the scheme ends: `s3` of `s3://b/k`.
fn scheme_end(uri: &str) -> Option<usize> {
    let end = uri.find("://")?;
    uri.get(..end)?.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'+' || b == b'-').then_some(end)
}

/// The bucket and the key of an S3 URI, as far as they can be told: a bucket that is not resolved is none.
pub(super) fn bucket_and_key(uri: &str) -> (Option<String>, Option<String>) {
    let Some(rest) = is_s3(uri).then(|| uri.get(5..)).flatten() else { return (None, None) };
    let (bucket, key) = rest.split_once('/').map_or((rest, ""), |(bucket, key)| (bucket, key));
    // Neither what is not resolved nor `user:password@` is part of a bucket's name.
    let known = !bucket.is_empty() && !bucket.contains(['{', '$', '@', ':', '*']);
    (known.then(|| bucket.to_owned()), Some(key.to_owned()))
}

/// The bucket of an S3 URI; none where it is not resolved, or no bucket's name.
#[must_use]
pub fn bucket_of(uri: &str) -> Option<BucketName> {
    bucket_and_key(uri).0.and_then(|name| BucketName::new(name).ok())
}

/// The places that hold a normalised one: each of its prefixes that ends at a slash and has a key segment, the
/// longest first. A bare bucket, or a reference in place of one, holds nothing.
pub(super) fn holders(place: &str) -> impl Iterator<Item = &str> {
    let root = root_end(place);
    let cuts = place.get(root..).filter(|_| place.len() <= MAX_COMPARED).unwrap_or_default();
    cuts.rmatch_indices('/').filter(|(at, _)| *at > 0).filter_map(move |(at, _)| place.get(..root + at))
}

/// Whether a normalised place can hold others.
pub(super) fn can_hold(place: &str) -> bool {
    place.len() <= MAX_COMPARED && place.len() > root_end(place) + 1
}

/// The end of the bucket, or of whatever comes before the first slash of a key.
fn root_end(place: &str) -> usize {
    let start = scheme_end(place).map_or(0, |end| end + 3);
    place.get(start..).and_then(|rest| rest.find('/')).map_or(place.len(), |at| start + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_place() {
        for (uri, expected) in [
            ("s3://b/k", "s3://b/k"),
            ("S3://b/K/", "s3://b/K"),
            ("s3://b//", "s3://b"),
            ("{Parameters.X}/", "{Parameters.X}"),
            ("", ""),
        ] {
            assert_eq!(normalised(uri), expected);
        }
    }

    #[test]
    fn holders_are_prefixes_at_slashes() {
        for (place, expected) in [
            ("s3://b/d/x/y", vec!["s3://b/d/x", "s3://b/d"]),
            ("s3://b/d", vec![]),
            ("s3://b", vec![]),
            ("{Parameters.Out}/a/b", vec!["{Parameters.Out}/a"]),
        ] {
            assert_eq!(holders(place).collect::<Vec<_>>(), expected, "{place}");
        }
        assert!(can_hold("s3://b/d") && !can_hold("s3://b") && !can_hold("{Parameters.Out}"));
    }

    #[test]
    fn buckets_and_keys() {
        let check = |uri: &str, bucket: Option<&str>, key: Option<&str>| {
            assert_eq!(bucket_and_key(uri), (bucket.map(str::to_owned), key.map(str::to_owned)), "{uri}");
        };
        check("s3://b/k/x", Some("b"), Some("k/x"));
        check("S3://b", Some("b"), Some(""));
        check("s3://{Parameters.Bucket}/in", None, Some("in"));
        check("s3://${bucket}/in", None, Some("in"));
        check("{Parameters.Uri}", None, None);
        check("athena://c/d", None, None);
    }
}
