use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep};

use super::ServeLimits;

/// What is worked on for a connection, and how often that has changed.
#[derive(Debug, Clone, Default)]
pub(super) struct Work(Arc<AtomicUsize>);

/// Work under way, until it is dropped.
#[derive(Debug)]
pub(super) struct Working(Arc<AtomicUsize>);

impl Work {
    /// Begins to work on a request; over HTTP/1 there is one at a time.
    pub(super) fn begin(&self) -> Working {
        self.0.fetch_add(1, Ordering::Relaxed);
        Working(Arc::clone(&self.0))
    }

    fn count(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}

/// Whether something is worked on, by the count: it has begun more often than ended.
fn is_under_way(count: usize) -> bool {
    count % 2 == 1
}

impl Drop for Working {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

/// A stream that fails when the other side lets the server wait for too long. hyper has one time for connections without
/// a request and for heads that arrive slowly; the one must be long and the other short.
///
/// While a request is worked on the time does not count: its body and its answer have limits of their own.
#[derive(Debug)]
pub(super) struct Patient<S> {
    stream: S,
    limits: ServeLimits,
    work: Work,
    /// The count of the work when it was last looked at.
    seen: usize,
    /// Whether a part of a head has arrived.
    in_head: bool,
    late: Pin<Box<Sleep>>,
}

impl<S> Patient<S> {
    pub(super) fn new(stream: S, limits: ServeLimits, work: Work) -> Self {
        let late = Box::pin(sleep(limits.head));
        Self { stream, limits, seen: work.count(), work, in_head: true, late }
    }

    fn wait(&mut self, at_most: Duration) {
        self.late.as_mut().reset(Instant::now() + at_most);
    }

    /// Fails when it is too late; wakes the task when it will be.
    fn poll_late<T>(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<T>> {
        let count = self.work.count();
        if count != self.seen {
            self.seen = count;
            self.in_head = false;
            self.wait(self.limits.idle);
        }
        if is_under_way(count) {
            return Poll::Pending;
        }
        ready!(self.late.as_mut().poll(cx));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Patient<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if let Poll::Ready(result) = Pin::new(&mut self.stream).poll_read(cx, buf) {
            let count = self.work.count();
            if !self.in_head && !is_under_way(count) {
                (self.in_head, self.seen) = (true, count);
                let head = self.limits.head;
                self.wait(head);
            }
            return Poll::Ready(result);
        }
        self.poll_late(cx)
    }
}

impl<S: AsyncWrite + Unpin> Patient<S> {
    /// A part of an answer was taken, or was not.
    fn written(&mut self, cx: &mut Context<'_>, result: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        if result.is_pending() {
            return self.poll_late(cx);
        }
        self.in_head = false;
        let idle = self.limits.idle;
        self.wait(idle);
        result
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Patient<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.stream).poll_write(cx, buf);
        self.written(cx, result)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.stream).poll_write_vectored(cx, bufs);
        self.written(cx, result)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};

    use super::*;

    fn pair() -> (Patient<DuplexStream>, DuplexStream, Work) {
        let (ours, theirs) = duplex(8);
        let work = Work::default();
        (Patient::new(ours, ServeLimits::default(), work.clone()), theirs, work)
    }

    /// After how many seconds a stream of which nothing can be read fails.
    async fn fails_after(stream: &mut Patient<DuplexStream>) -> u64 {
        let began = Instant::now();
        assert_eq!(stream.read_u8().await.unwrap_err().kind(), io::ErrorKind::TimedOut);
        began.elapsed().as_secs()
    }

    #[tokio::test(start_paused = true)]
    async fn a_head_has_less_time_than_a_connection_without_requests() {
        let (mut stream, mut client, _) = pair();
        client.write_all(b"GE").await.unwrap();
        stream.read_u16().await.unwrap();
        assert_eq!(fails_after(&mut stream).await, 10, "the first head");

        let (mut stream, mut client, work) = pair();
        client.write_all(b"G").await.unwrap();
        stream.read_u8().await.unwrap();
        drop(work.begin());
        stream.write_all(b"answer").await.unwrap();
        assert_eq!(fails_after(&mut stream).await, 75, "no further request");
        client.write_all(b"GE").await.unwrap();
        stream.read_u8().await.unwrap();
        tokio::time::advance(Duration::from_secs(6)).await;
        stream.read_u8().await.unwrap();
        assert_eq!(fails_after(&mut stream).await, 4, "the next head, however it is cut");
    }

    #[tokio::test(start_paused = true)]
    async fn work_takes_what_it_takes() {
        let (mut stream, _client, work) = pair();
        let working = work.begin();
        let silent = tokio::time::timeout(Duration::from_secs(1000), stream.read_u8()).await;
        assert!(silent.is_err());
        drop(working);
        assert_eq!(fails_after(&mut stream).await, 75);
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_that_nobody_takes() {
        let (mut stream, _client, work) = pair();
        drop(work.begin());
        let began = Instant::now();
        assert_eq!(stream.write_all(&[0; 9]).await.unwrap_err().kind(), io::ErrorKind::TimedOut);
        assert_eq!(began.elapsed().as_secs(), 75);
    }
}
