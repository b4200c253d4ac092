use std::borrow::Cow;

use axum::http::StatusCode;
use lineage_model::BucketName;
use lineage_schema::Location;
use percent_encoding::percent_decode_str;

use crate::params::decimal;
use crate::problem::Problem;

/// A path of `/datasets`: where a dataset is, and what of it is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DatasetPath {
    pub(crate) bucket: BucketName,
    pub(crate) location: Location,
    pub(crate) part: Part,
}

/// What of a dataset is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// `schema`
    Schema,
    /// `schema/versions`
    Versions,
    /// `schema/versions/{n}`
    Version(u64),
    /// `schema/diff`
    Diff,
}

impl DatasetPath {
    /// Parses what a client sent, before anybody decoded it: a prefix may hold what looks like a suffix or an escape.
    pub(crate) fn parse(path: &str) -> Result<Self, Problem> {
        let path = path.strip_prefix("/datasets/").ok_or_else(nothing)?;
        let segments: Vec<_> = path.split('/').map(decode).collect::<Result<_, _>>()?;
        let segments: Vec<_> = segments.iter().map(AsRef::as_ref).collect();
        let (location, part) = match segments.as_slice() {
            [location @ .., "schema"] => (location, Part::Schema),
            [location @ .., "schema", "versions"] => (location, Part::Versions),
            [location @ .., "schema", "diff"] => (location, Part::Diff),
            [location @ .., "schema", "versions", number] => {
                (location, Part::Version(decimal(number).ok_or_else(nothing)?))
            }
            _ => return Err(nothing()),
        };
        let (bucket, key) = location.split_first().ok_or_else(nothing)?;
        let bucket = BucketName::new(*bucket).map_err(|error| Problem::bad_request(error.to_string()))?;
        let location = Location::new(&bucket, &key.join("/"));
        Ok(Self { location: location.map_err(|error| Problem::bad_request(error.to_string()))?, bucket, part })
    }
}

fn nothing() -> Problem {
    Problem::from_status(StatusCode::NOT_FOUND)
}

/// A segment without its escapes, each of them taken once.
fn decode(segment: &str) -> Result<Cow<'_, str>, Problem> {
    let is_escape = |rest: &str| rest.as_bytes().get(..2).is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit));
    if !segment.split('%').skip(1).all(is_escape) {
        return Err(Problem::bad_request("the path has a % that is no escape; write it as %25"));
    }
    percent_decode_str(segment).decode_utf8().map_err(|_| Problem::bad_request("the path is not UTF-8"))
}

#[cfg(test)]
mod tests {
    use lineage_schema::DatasetId;
    use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn exactly_one_suffix_is_taken_from_the_end() {
        let check = |path: &str, id: &str, part| {
            let parsed = DatasetPath::parse(&format!("/datasets/{path}")).ok().unwrap();
            assert_eq!((parsed.location.id().to_string().as_str(), parsed.part), (id, part), "{path}");
        };
        check("lake/schema", "s3://lake/", Part::Schema);
        check("lake/p/schema", "s3://lake/p/", Part::Schema);
        check("lake/p//schema", "s3://lake/p/", Part::Schema);
        check("lake/p//q/schema", "s3://lake/p//q/", Part::Schema);
        check("lake//p/schema", "s3://lake//p/", Part::Schema);
        check("lake/p/schema/versions", "s3://lake/p/", Part::Versions);
        check("lake/p/schema/versions/7", "s3://lake/p/", Part::Version(7));
        check("lake/p/schema/diff", "s3://lake/p/", Part::Diff);
        check("lake/schema/diff", "s3://lake/", Part::Diff);
        check("lake/schema/schema", "s3://lake/schema/", Part::Schema);
        check("lake/p/schema/versions/schema", "s3://lake/p/schema/versions/", Part::Schema);
        check("lake/p/schema/versions/schema/versions", "s3://lake/p/schema/versions/", Part::Versions);
        check("lake/p/schema/versions/7/schema/versions/8", "s3://lake/p/schema/versions/7/", Part::Version(8));
        check("lake/p/schema/diff/schema/diff", "s3://lake/p/schema/diff/", Part::Diff);
        check("lake/dt=2026-01-01/a%20b/schema", "s3://lake/dt=2026-01-01/a b/", Part::Schema);
        check("lake/a+b/schema", "s3://lake/a+b/", Part::Schema);
        check("lake/%EB%8D%B0/schema", "s3://lake/데/", Part::Schema);
        check("lake/데/schema", "s3://lake/데/", Part::Schema);
        check("lake/50%25/schema", "s3://lake/50%/", Part::Schema);
        check("lake/a%252Fb/schema", "s3://lake/a%2Fb/", Part::Schema);
        check("lake/a%2Fschema%2Fversions/schema", "s3://lake/a/schema/versions/", Part::Schema);
        check("lake/p/%73chema", "s3://lake/p/", Part::Schema);
    }

    #[test]
    fn what_names_no_dataset_is_refused() {
        let check = |path: &str, status: u16| {
            let problem = DatasetPath::parse(&format!("/datasets/{path}")).err().unwrap();
            assert_eq!(problem.status().as_u16(), status, "{path}");
        };
        for path in ["", "lake", "lake/", "schema", "schema/versions", "lake/p", "lake/p/Schema", "lake/p/schema/"] {
            check(path, 404);
        }
        for path in ["lake/schema/versions/x", "lake/schema/versions/+1", "lake/schema/versions/-1", "lake/schema/x"] {
            check(path, 404);
        }
        check("lake/schema/versions/99999999999999999999", 404);
        check(&format!("lake/{}/schema", "p".repeat(1025)), 400);
        for path in ["La/schema", "../schema", "a%2Fb/schema", "la%00ke/schema", "127.0.0.1:80/schema", "/schema"] {
            check(path, 400);
        }
        for key in ["..", ".", "a/../b", "%2e%2e", "a%2F..%2Fb", "%00", "%0d%0aHost:x", "%", "%2", "%zz", "a%2", "%ff"]
        {
            check(&format!("lake/{key}/schema"), 400);
        }
    }

    proptest! {
        #[test]
        fn any_key_comes_back(
            segments in prop::collection::vec("\\PC{0,8}|schema|versions|diff|[0-9]{1,3}|%2[fF]|a%b|=", 0..6),
            suffix in prop::sample::select(&[
                ("schema", Part::Schema),
                ("schema/versions", Part::Versions),
                ("schema/versions/12", Part::Version(12)),
                ("schema/diff", Part::Diff),
            ][..]),
        ) {
            let key = segments.join("/");
            let Ok(expected) = DatasetId::below(BucketName::new("lake").unwrap(), &key) else { return Ok(()) };
            let encoded: Vec<_> =
                segments.iter().map(|segment| utf8_percent_encode(segment, NON_ALPHANUMERIC).to_string()).collect();
            let location = if segments.is_empty() { String::new() } else { encoded.join("/") + "/" };
            let parsed = DatasetPath::parse(&format!("/datasets/lake/{location}{}", suffix.0)).ok().unwrap();
            prop_assert_eq!((parsed.location.id(), parsed.part), (&expected, suffix.1));
        }
    }
}
