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
    let mut items = until(|items: &[T]| items.len() >= limit, fetch).await?;
    items.truncate(limit);
    Ok(items)
}

/// Collects pages until those so far are `enough`, which is asked after each page.
///
/// An empty page is not the last one, and a token seen before is: some list operations answer empty pages with the
/// same token for ever.
pub(super) async fn until<T, F>(
    mut enough: impl FnMut(&[T]) -> bool,
    fetch: impl Fn(Option<String>) -> F,
) -> Result<Vec<T>, SourceError>
where
    F: Future<Output = Result<Page<T>, SourceError>>,
{
    let (mut items, mut token) = fetch(None).await?;
    let mut seen = BTreeSet::new();
    while let Some(next) = token.filter(|next| !next.is_empty() && !enough(&items)) {
        if !seen.insert(next.clone()) {
            break;
        }
        let (more, after) = fetch(Some(next)).await?;
        items.extend(more);
        token = after;
    }
    Ok(items)
}
