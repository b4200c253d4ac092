use lineage_model::Code;
use lineage_model::source::{ByteRange, ObjectBytes, SourceError};
use tokio::sync::Mutex;

use super::listing::Candidate;
use super::options::InferOptions;
use crate::format::{Content, ends_as_parquet, named_compressed};
use crate::{
    FileSchema, Footer, FooterStep, Format, Objects, ReadError, ReadErrorKind, Sample, TextOptions, inflate, read_csv,
    read_json,
};

/// Reads schemas of single objects, with as few requests as their content allows.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    pub(super) objects: &'a dyn Objects,
    pub(super) options: &'a InferOptions,
    /// Held while much of one object is in memory.
    pub(super) large: &'a Mutex<()>,
}

/// Of how many bytes on a read is a large one: there is one of them at a time.
const LARGE: u64 = 4 * 1024 * 1024;

/// Why an object's schema is not known.
#[derive(Debug)]
pub(super) enum Failure {
    Source(SourceError),
    Read(ReadError),
    /// It holds a format that is known and not read, by its name.
    Other(&'static str),
}

impl From<SourceError> for Failure {
    fn from(error: SourceError) -> Self {
        Self::Source(error)
    }
}

impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Self {
        Self::Read(error)
    }
}

impl Reader<'_> {
    /// The schema of an object: by what it holds, not by what its name says. The name, or else what the others of the
    /// dataset hold, decides which end is read first: that of a Parquet file has its schema.
    pub(super) async fn read(&self, object: &Candidate, others: Option<Format>) -> Result<FileSchema, Failure> {
        let key = &object.key;
        let from_end = match object.named {
            Some(named) => named == Content::Known(Format::Parquet),
            None => matches!(others, None | Some(Format::Parquet)) && !named_compressed(key),
        };
        let mut tail = None;
        if from_end {
            let read = self.tail(key).await?;
            if !whole(&read) && ends_as_parquet(&read.bytes) {
                return self.parquet(key, read).await;
            }
            tail = Some(read);
        }
        let head = match tail.take_if(|tail| whole(tail)) {
            Some(all) => all,
            None => self.get(key, ByteRange::First { length: self.options.limits.first_read }).await?,
        };
        match Content::of_bytes(&head.bytes) {
            Some(Content::Known(Format::Parquet)) => {
                let tail = match tail {
                    Some(tail) => tail,
                    None if whole(&head) => head,
                    None => self.tail(key).await?,
                };
                self.parquet(key, tail).await
            }
            _ => self.text(object, head).await,
        }
    }

    async fn parquet(&self, key: &str, tail: ObjectBytes) -> Result<FileSchema, Failure> {
        let (size, etag) = (tail.size, tail.etag);
        let (footer, step) = aside(move || Ok(Footer::start(tail.bytes, size)?)).await?;
        match step {
            FooterStep::Done(schema) => Ok(*schema),
            FooterStep::Read(range) => {
                let length = range.end.saturating_sub(range.start);
                let _alone = if length > LARGE { Some(self.large.lock().await) } else { None };
                let rest = self.get(key, ByteRange::From { start: range.start, length }).await?;
                unchanged(&rest, size, etag.as_deref())?;
                aside(move || Ok(footer.resume(rest.bytes)?)).await
            }
        }
    }

    /// Reads on while there are too few records, four times as much each time.
    async fn text(&self, object: &Candidate, head: ObjectBytes) -> Result<FileSchema, Failure> {
        let limits = &self.options.limits;
        let ObjectBytes { mut bytes, size, etag } = head;
        loop {
            let read = bytes.len() as u64;
            let text = Text::new(self.options, object.named);
            let (schema, full);
            (bytes, schema, full) = aside(move || {
                let (schema, full) = text.parse(&bytes, read >= size);
                Ok((bytes, schema, full))
            })
            .await?;
            let enough = match &schema {
                Ok(schema) => schema.records.is_none_or(|records| records >= limits.records),
                Err(Failure::Read(error)) => error.kind != ReadErrorKind::TooShort,
                Err(_) => true,
            };
            let length = read.saturating_mul(3).min(limits.most_read.saturating_sub(read));
            if enough || full || read >= size || length == 0 {
                return schema;
            }
            let more = self.get(&object.key, ByteRange::From { start: read, length }).await?;
            unchanged(&more, size, etag.as_deref())?;
            if more.bytes.is_empty() {
                return schema;
            }
            bytes.extend(more.bytes);
        }
    }

    async fn tail(&self, key: &str) -> Result<ObjectBytes, Failure> {
        self.get(key, ByteRange::Last { length: Footer::FIRST_READ }).await
    }

    async fn get(&self, key: &str, range: ByteRange) -> Result<ObjectBytes, Failure> {
        Ok(self.objects.read(key, range).await?)
    }
}

/// How a text is read.
struct Text {
    options: TextOptions,
    /// What its name tells of it.
    named: Option<Content>,
    /// How much is decompressed, in bytes.
    most: usize,
}

impl Text {
    fn new(options: &InferOptions, named: Option<Content>) -> Self {
        let most = usize::try_from(options.limits.most_read).unwrap_or(usize::MAX);
        Self { options: options.text.clone(), named, most }
    }

    /// The schema as far as these bytes tell it, and whether as much was decompressed as ever is.
    fn parse(&self, bytes: &[u8], complete: bool) -> (Result<FileSchema, Failure>, bool) {
        match inflate(bytes, complete, self.most) {
            Ok(None) => (self.records(Sample { bytes, complete }), false),
            Ok(Some(inflated)) => {
                let sample = Sample { bytes: &inflated.bytes, complete: inflated.complete };
                let schema = self.records(sample).map(|mut schema| {
                    schema.meta.compression = Some(inflated.compression.to_owned());
                    schema
                });
                (schema, inflated.bytes.len() >= self.most)
            }
            Err(error) => (Err(error.into()), false),
        }
    }

    fn records(&self, sample: Sample<'_>) -> Result<FileSchema, Failure> {
        let text = &self.options;
        match (Content::of_bytes(sample.bytes), self.named) {
            (Some(Content::Other(name)), _) => Err(Failure::Other(name)),
            (Some(Content::Known(Format::Parquet)), _) => {
                Err(ReadError::new(ReadErrorKind::Unsupported, "a compressed Parquet file is not read").into())
            }
            // A header may be in brackets.
            (Some(_), Some(Content::Known(Format::Csv))) => {
                Ok(read_json(sample, text).or_else(|error| match error.kind {
                    ReadErrorKind::Malformed | ReadErrorKind::NotTabular => read_csv(sample, text).map_err(|_| error),
                    _ => Err(error),
                })?)
            }
            (Some(_), _) | (None, Some(Content::Known(Format::Json))) => Ok(read_json(sample, text)?),
            // Below a prefix, it would have been passed over.
            (None, Some(Content::Other(name))) => match read_csv(sample, text) {
                Ok(schema) if is_table(&schema) => Ok(schema),
                Err(error) if error.kind == ReadErrorKind::TooShort => Err(error.into()),
                _ => Err(Failure::Other(name)),
            },
            (None, _) => Ok(read_csv(sample, text)?),
        }
    }
}

/// Whether separated values are a table beyond doubt, whatever their name says: named columns, and rows as wide.
fn is_table(schema: &FileSchema) -> bool {
    let header = schema.meta.dialect.as_ref().is_some_and(|dialect| dialect.header);
    header && schema.fields.len() > 1 && schema.warnings.iter().all(|warning| warning.code != Code::RaggedRows)
}

/// Runs what computes without waiting on tokio's threads for that: a deadline is over meanwhile, and others go on. Work
/// that nobody waits for any more goes on to its end, of which there is as much as reads were in flight.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> Result<T, Failure> + Send + 'static) -> Result<T, Failure> {
    // It panicked, for it is never aborted.
    let failed = |_| Err(ReadError::new(ReadErrorKind::Malformed, "its reader failed").into());
    tokio::task::spawn_blocking(work).await.unwrap_or_else(failed)
}

/// Whether these bytes are all of their object.
fn whole(read: &ObjectBytes) -> bool {
    read.bytes.len() as u64 >= read.size
}

/// Two reads of one object are put together only when it is still the same.
fn unchanged(read: &ObjectBytes, size: u64, etag: Option<&str>) -> Result<(), Failure> {
    if read.size == size && read.etag.as_deref() == etag {
        return Ok(());
    }
    Err(ReadError::new(ReadErrorKind::Malformed, "the object changed while it was read").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_that_panics_fails_for_its_object_alone() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let failure = runtime.block_on(aside(|| -> Result<(), _> { std::panic::resume_unwind(Box::new(())) }));
        assert!(matches!(failure, Err(Failure::Read(error)) if error.message == "its reader failed"));
    }
}
