use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use futures_util::{StreamExt, stream};

use super::listing::Candidate;
use super::read::{Failure, Reader};
use super::{Deadline, in_time};
use crate::format::{Content, folder};
use crate::{FileSchema, Format};

/// For each object that is wanted, so many may be read: some will turn out to be of no use.
const TRIES: usize = 2;

/// What came of reading some objects of a dataset.
#[derive(Debug, Default)]
pub(super) struct Sample {
    /// The format of the dataset: that of most bytes of what was read.
    pub(super) format: Option<Format>,
    /// What was read, whatever its format; ordered by key, as the others.
    pub(super) read: Vec<(Candidate, FileSchema)>,
    /// What could not be.
    pub(super) failed: Vec<(Candidate, Failure)>,
    /// What was not tried, or not to its end.
    pub(super) unread: Vec<Candidate>,
    /// Whether time ran out.
    pub(super) is_late: bool,
}

/// Reads `wanted` of the objects, spread over all of them. In place of those that cannot be read, or that hold
/// another format, it takes others, within bounds. It ends with the deadline at the latest.
pub(super) async fn sample(
    reader: Reader<'_>,
    candidates: Vec<Candidate>,
    wanted: usize,
    mut deadline: Deadline<'_>,
) -> Sample {
    let mut sample = Sample { unread: candidates, ..Sample::default() };
    let named = |object: &Candidate| match object.named {
        Some(Content::Known(format)) => Some((format, object.size)),
        _ => None,
    };
    sample.format = heaviest(sample.unread.iter().filter_map(named));
    while !sample.is_late {
        let mut picked = sample.pick(wanted);
        if picked.is_empty() {
            break;
        }
        // Where no name tells anything, the first object tells which end of the others is worth reading.
        let alone = sample.format.is_none() && picked.first().is_some_and(|object| object.named.is_none());
        let others = picked.split_off(if alone { 1 } else { picked.len() });
        sample.add(reader, picked, deadline.as_mut()).await;
        sample.add(reader, others, deadline.as_mut()).await;
    }
    sample.read.sort_unstable_by(|a, b| a.0.key.cmp(&b.0.key));
    sample.failed.sort_unstable_by(|a, b| a.0.key.cmp(&b.0.key));
    sample
}

impl Sample {
    /// Reads all of these objects, unless it is late.
    async fn add(&mut self, reader: Reader<'_>, objects: Vec<Candidate>, mut deadline: Deadline<'_>) {
        let others = self.format;
        let mut unread: BTreeMap<_, _> = objects.iter().map(|object| (object.key.clone(), object.clone())).collect();
        let reads = objects.into_iter().map(|object| async move {
            let read = reader.read(&object, others).await;
            (object, read)
        });
        let mut reads = stream::iter(reads).buffer_unordered(reader.options.limits.parallel.max(1));
        while !self.is_late {
            match in_time(reads.next(), deadline.as_mut()).await {
                Some(Some((object, read))) => {
                    unread.remove(&object.key);
                    match read {
                        Ok(schema) => self.read.push((object, schema)),
                        Err(failure) => self.failed.push((object, failure)),
                    }
                }
                Some(None) => break,
                None => self.is_late = true,
            }
        }
        self.unread.extend(unread.into_values());
        self.format = heaviest(self.read.iter().map(|(object, schema)| (schema.format, object.size)));
    }

    /// Takes the next objects to read out of the unread ones; none when there are enough.
    fn pick(&mut self, wanted: usize) -> Vec<Candidate> {
        let good = self.read.iter().filter(|(_, schema)| Some(schema.format) == self.format).count();
        let tries = (wanted * TRIES).saturating_sub(self.read.len() + self.failed.len());
        let Some(rank) = self.unread.iter().map(|object| self.rank(object)).min() else { return Vec::new() };
        if rank > 0 && good > 0 {
            return Vec::new();
        }
        let pool: Vec<_> = self.unread.iter().filter(|object| self.rank(object) == rank).collect();
        let chosen = spread(&pool, wanted.saturating_sub(good).min(tries));
        let chosen: BTreeSet<_> = chosen.into_iter().map(|object| object.key.clone()).collect();
        let (picked, unread) =
            std::mem::take(&mut self.unread).into_iter().partition(|object| chosen.contains(&object.key));
        self.unread = unread;
        picked
    }

    /// How little an object seems to be of the dataset's format: 0 as far as anybody knows.
    fn rank(&self, object: &Candidate) -> u8 {
        match object.named {
            None => 0,
            Some(Content::Known(format)) => u8::from(Some(format) != self.format),
            Some(Content::Other(_)) => 2,
        }
    }
}

/// The format of most bytes; the first by name of two that are equal.
fn heaviest(objects: impl Iterator<Item = (Format, u64)>) -> Option<Format> {
    let mut bytes: BTreeMap<Format, u64> = BTreeMap::new();
    for (format, size) in objects {
        let sum = bytes.entry(format).or_default();
        *sum = sum.saturating_add(size);
    }
    bytes.into_iter().max_by_key(|(format, bytes)| (*bytes, Reverse(format.as_str()))).map(|(format, _)| format)
}

/// At most `count` of the objects, which are ordered by key: the first, the last and what lies evenly between; as many
/// of one folder as of another, as far as they have them.
fn spread<'a>(objects: &[&'a Candidate], count: usize) -> Vec<&'a Candidate> {
    let folders: Vec<_> = objects.chunk_by(|a, b| folder(&a.key) == folder(&b.key)).collect();
    let mut shares: Vec<_> = spaced(&folders, count).map(|objects| (0, *objects)).collect();
    let mut left = shares.iter().map(|(_, objects)| objects.len()).sum::<usize>().min(count);
    while left > 0 {
        for (share, objects) in &mut shares {
            if left > 0 && *share < objects.len() {
                *share += 1;
                left -= 1;
            }
        }
    }
    shares.into_iter().flat_map(|(share, objects)| spaced(objects, share)).copied().collect()
}

/// At most `count` of the items: the first, the last and what lies evenly between.
fn spaced<T>(items: &[T], count: usize) -> impl Iterator<Item = &T> {
    let count = count.min(items.len());
    (0..count).filter_map(move |at| items.get(at * (items.len() - 1) / (count - 1).max(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_is_spread() {
        let check = |keys: &[&str], count, expected: &[&str]| {
            let objects: Vec<_> = keys.iter().map(|key| Candidate::new((*key).to_owned(), 1)).collect();
            let chosen = spread(&objects.iter().collect::<Vec<_>>(), count);
            assert_eq!(chosen.iter().map(|object| object.key.as_str()).collect::<Vec<_>>(), expected, "{count}");
        };
        let flat = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
        check(&flat, 0, &[]);
        check(&flat, 1, &["0"]);
        check(&flat, 2, &["0", "9"]);
        check(&flat, 3, &["0", "4", "9"]);
        check(&flat, 50, &flat);
        check(&[], 5, &[]);
        let folders = ["a/0", "a/1", "a/2", "a/3", "b/0", "c/0", "c/1"];
        check(&folders, 1, &["a/0"]);
        check(&folders, 2, &["a/0", "c/0"]);
        check(&folders, 3, &["a/0", "b/0", "c/0"]);
        check(&folders, 5, &["a/0", "a/3", "b/0", "c/0", "c/1"]);
        check(&folders, 6, &["a/0", "a/1", "a/3", "b/0", "c/0", "c/1"]);
        check(&folders, 7, &folders);
    }

    #[test]
    fn the_format_is_that_of_most_bytes() {
        let check = |objects: &[(Format, u64)], expected| assert_eq!(heaviest(objects.iter().copied()), expected);
        check(&[], None);
        check(&[(Format::Csv, 1), (Format::Parquet, 3), (Format::Csv, 1)], Some(Format::Parquet));
        check(&[(Format::Parquet, 2), (Format::Json, 2)], Some(Format::Json));
        check(&[(Format::Csv, u64::MAX), (Format::Csv, 1), (Format::Json, 1)], Some(Format::Csv));
    }
}
