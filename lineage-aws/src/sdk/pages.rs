use std::collections::BTreeSet;
use std::future::Future;

use lineage_model::source::SourceError;

/// One page of a list, and the token of the next one.
pub(super) type Page<T> = (Vec<T>, Option<String>);

/// Collects all pages.
pub(super) async fn pages<T, F>(fetch: impl Fn(Option<String>) -> F) -> Result<Vec<T>, SourceError>
where
    F: Future<Output = Result<Page<T>, SourceError>>,
{
    first(usize::MAX, fetch).await
}

/// Collects pages until there are `limit` items, and cuts what is beyond.
pub(super) async fn first<T, F>(limit: usize, fetch: impl Fn(Option<String>) -> F) -> Result<Vec<T>, SourceError>
where
    F: Future<Output = Result<Page<T>, SourceError>>,
{
    let (mut items, end) = until(|items: &[T]| items.len() >= limit, fetch).await;
    if let End::Failed(error) = end {
        return Err(error);
    }
    items.truncate(limit);
    Ok(items)
}

/// How the reading of a list ended.
pub(super) enum End {
    /// With its last page.
    Complete,
    /// There was enough.
    Enough,
    /// The next page could not be read.
    Failed(SourceError),
}

/// Collects pages until those so far are `enough`, which is asked after each page, and keeps those before a failure.
///
/// An empty page is not the last one, and a token seen before is: some list operations answer empty pages with the
/// same token for ever.
pub(super) async fn until<T, F>(
    mut enough: impl FnMut(&[T]) -> bool,
    fetch: impl Fn(Option<String>) -> F,
) -> (Vec<T>, End)
where
    F: Future<Output = Result<Page<T>, SourceError>>,
{
    let (mut items, mut token) = (Vec::new(), None);
    let mut seen = BTreeSet::new();
    loop {
        let next = match fetch(token).await {
            Ok((more, next)) => {
                items.extend(more);
                next.filter(|next| !next.is_empty() && seen.insert(next.clone()))
            }
            Err(error) => return (items, End::Failed(error)),
        };
        if next.is_none() {
            return (items, End::Complete);
        }
        if enough(&items) {
            return (items, End::Enough);
        }
        token = next;
    }
}
