use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep};

use super::ServeLimits;
use super::places::Places;
use super::work::Work;

/// How much of an answer a client has to take within [`ServeLimits::sending`], in bytes, unless that is all of it.
///
/// The operating system tells of what was taken when a third of its buffer is free; a client that is slower than this and
/// not at an end has no use for an answer either.
const LEAST: usize = 256 << 10;

/// A stream that fails when the other side lets the server wait for too long. hyper has one time for connections without
/// a request and for heads that arrive slowly; the one must be long and the other short. For answers it has none.
///
/// While a request is worked on the time does not count: its body and the work have limits of their own.
#[derive(Debug)]
pub(super) struct Patient<S> {
    stream: S,
    limits: ServeLimits,
    work: Work,
    places: Places,
    /// The count of the work when it was last looked at.
    seen: usize,
    waits: Waits,
    /// When to look whether it is too late.
    look: Pin<Box<Sleep>>,
}

/// What the server waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Waits {
    /// A request, until then.
    Request(Instant),
    /// The rest of a head, until then.
    Head(Instant),
    /// That the client takes an answer; so many bytes of it were taken since the time began to count.
    Taking(usize),
}

impl<S> Patient<S> {
    pub(super) fn new(stream: S, limits: ServeLimits, work: Work, places: Places) -> Self {
        let until = Instant::now() + limits.head;
        let look = Box::pin(sleep(limits.head.min(limits.scarce)));
        Self { stream, limits, seen: work.count(), work, places, waits: Waits::Head(until), look }
    }

    /// Waits from now on. The timer is polled here, because hyper does not read again after an answer when it has read
    /// before it and found nothing: nobody else would be woken.
    fn wait_for(&mut self, cx: &mut Context<'_>, waits: Waits) {
        self.waits = waits;
        let now = Instant::now();
        let next = match waits {
            Waits::Request(until) | Waits::Head(until) => until.min(now + self.limits.scarce),
            Waits::Taking(_) => now + self.limits.sending,
        };
        self.look.as_mut().reset(next);
        let _ = self.look.as_mut().poll(cx);
    }

    fn wait_for_request(&mut self, cx: &mut Context<'_>) {
        self.wait_for(cx, Waits::Request(Instant::now() + self.limits.idle));
    }

    /// Fails when it is too late; wakes the task when it may be.
    fn poll_late<T>(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<T>> {
        let count = self.work.count();
        if count != self.seen {
            self.seen = count;
            self.wait_for_request(cx);
        }
        if Work::is_under_way(count) {
            return Poll::Pending;
        }
        loop {
            ready!(self.look.as_mut().poll(cx));
            match self.waits {
                Waits::Taking(taken) if taken >= LEAST => self.wait_for(cx, Waits::Taking(0)),
                // Who waits for something to ask makes room for those who ask.
                Waits::Request(until) | Waits::Head(until) if Instant::now() < until && !self.places.are_scarce() => {
                    self.wait_for(cx, self.waits);
                }
                _ => return Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            }
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Patient<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if let Poll::Ready(result) = Pin::new(&mut self.stream).poll_read(cx, buf) {
            let count = self.work.count();
            // What comes while an answer is taken buys no time for that.
            if matches!(self.waits, Waits::Request(_)) && !Work::is_under_way(count) {
                self.seen = count;
                let until = Instant::now() + self.limits.head;
                self.wait_for(cx, Waits::Head(until));
            }
            return Poll::Ready(result);
        }
        self.poll_late(cx)
    }
}

impl<S: AsyncWrite + Unpin> Patient<S> {
    /// A part of an answer was taken, or was not.
    fn written(&mut self, cx: &mut Context<'_>, result: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        match (&result, &mut self.waits) {
            (Poll::Ready(Ok(bytes)), Waits::Taking(taken)) => *taken = taken.saturating_add(*bytes),
            (Poll::Ready(_), _) => self.wait_for_request(cx),
            (Poll::Pending, waits) => {
                if !matches!(waits, Waits::Taking(_)) {
                    self.seen = self.work.count();
                    self.wait_for(cx, Waits::Taking(0));
                }
                return self.poll_late(cx);
            }
        }
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
        let flushed = ready!(Pin::new(&mut self.stream).poll_flush(cx));
        // hyper does this when it has nothing left to write.
        if matches!(self.waits, Waits::Taking(_)) {
            self.wait_for_request(cx);
        }
        Poll::Ready(flushed)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests;
