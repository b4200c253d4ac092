//! The schema of all objects below a prefix, from a listing and a sample of them.

mod assemble;
mod error;
mod headers;
mod listing;
mod options;
mod partitions;
mod read;
mod result;
mod sample;
mod skipped;
mod table;

use std::pin::{Pin, pin};

use futures_util::future::{Either, select};
use lineage_model::source::SourceErrorKind;
use tokio::sync::Mutex;

use crate::Objects;
use listing::{Candidate, Listing};
use read::{Failure, Reader};

pub use error::InferError;
pub use options::{InferLimits, InferOptions};
pub use result::{Dataset, SampledFile};
pub use skipped::{SkipReason, Skipped};
pub use table::TableFormat;

/// Finds the schema of a dataset: of all objects below the prefix `location`, or of the object with this key.
///
/// Slashes at the end of `location` do not count, and the empty one is all that there is. Objects below the prefix are
/// looked for first, so where `p` is an object and `p/q` is too, `p` means what is below `p/`; where nothing but
/// markers of folders is, `p` is read as an object. That takes one listing (one a thousand objects), and one read an object as a rule: the last
/// 64 KiB of a Parquet file, the first of a text.
///
/// Which objects are read depends on their keys and sizes alone, and the answer on what they hold: never on the order
/// in which reads are answered.
///
/// What was read is parsed on tokio's threads for what blocks, so it works within a tokio runtime alone, of either kind.
///
/// # Errors
/// When there is no such object, when the source fails as a whole, when no object could be read, or when the names and
/// types of all columns would have more than 8 MiB.
pub async fn infer(objects: &dyn Objects, location: &str, options: &InferOptions) -> Result<Dataset, InferError> {
    infer_until(objects, location, options, std::future::pending()).await
}

/// As [`infer`], until `deadline` is over: then the schema is that of the objects that were read by then, with a warning.
///
/// # Errors
/// As [`infer`]; [`InferError::Deadline`] when no object had been read.
pub async fn infer_until(
    objects: &dyn Objects,
    location: &str,
    options: &InferOptions,
    deadline: impl Future<Output = ()> + Send,
) -> Result<Dataset, InferError> {
    let mut deadline = pin!(deadline);
    let path = location.trim_end_matches('/');
    let prefix = if path.is_empty() { String::new() } else { format!("{path}/") };
    let listing = Listing::read(objects, &prefix, options.limits.objects);
    let mut listing = in_time(listing, deadline.as_mut()).await.ok_or(InferError::Deadline)??;
    let large = Mutex::new(());
    let reader = Reader { objects, options, large: &large };
    let markers_alone = listing.candidates.is_empty()
        && listing.skipped.iter().all(|skipped| skipped.reason == SkipReason::FolderMarker);
    if !markers_alone {
        let candidates = std::mem::take(&mut listing.candidates);
        let sample = sample::sample(reader, candidates, options.files(), deadline).await;
        return assemble::prefix(reader, prefix, listing, sample);
    }
    if path.is_empty() {
        return Err(InferError::NotFound { uri: objects.uri(path) });
    }
    let object = Candidate::new(path.to_owned(), 0);
    match in_time(reader.read(&object, None), deadline.as_mut()).await.ok_or(InferError::Deadline)? {
        Ok(schema) => assemble::object(reader, object, schema),
        Err(Failure::Source(error)) if error.kind == SourceErrorKind::NotFound => {
            if listing.objects > 0 {
                let sample = sample::sample(reader, Vec::new(), options.files(), deadline).await;
                return assemble::prefix(reader, prefix, listing, sample);
            }
            Err(InferError::NotFound { uri: objects.uri(path) })
        }
        Err(failure) => Err(InferError::of(failure, objects.uri(path))),
    }
}

/// The deadline of a piece of work.
pub(crate) type Deadline<'a> = Pin<&'a mut (dyn Future<Output = ()> + Send)>;

/// What comes of some work; none when the deadline is over before.
pub(crate) async fn in_time<T>(work: impl Future<Output = T>, deadline: Deadline<'_>) -> Option<T> {
    match select(pin!(work), deadline).await {
        Either::Left((done, _)) => Some(done),
        Either::Right(((), _)) => None,
    }
}
