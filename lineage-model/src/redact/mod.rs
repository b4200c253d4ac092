//! Masks what looks like a credential, for recordings, answers and logs.
//!
//! What is masked becomes `***`. Everything here errs on the side of masking too much, takes time linear in its input,
//! and leaves what it already masked as it is.

mod json;
mod name;
mod sql;
mod text;

pub use json::{NotJson, json};
pub use name::is_secret_name;
pub use text::text;

use std::borrow::Cow;

/// What stands in place of a masked value.
pub const MASK: &str = "***";

/// The value of a parameter, a tag or a variable: masked as a whole when its name promises a secret, else as
/// [`text`] has it. An S3 URI stays, whatever the name: lineage is made of them.
pub fn parameter<'v>(name: &str, value: &'v str) -> Cow<'v, str> {
    if is_secret_name(name) && !value.is_empty() && !is_s3(value) { Cow::Borrowed(MASK) } else { text(value) }
}

/// Whether a text is a URI of S3, in whatever case it is written.
pub(crate) fn is_s3(text: &str) -> bool {
    text.get(..5).is_some_and(|head| head.eq_ignore_ascii_case("s3://"))
}
