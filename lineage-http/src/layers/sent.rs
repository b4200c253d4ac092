//! Answers that hold their places until they are sent.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, SizeHint};

use super::places::Place;

/// The same body, which holds the place until all of it was sent or dropped.
pub(super) fn holding(body: Body, place: Place) -> Body {
    Body::new(Holding { body, place })
}

struct Holding {
    body: Body,
    place: Place,
}

impl HttpBody for Holding {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(cx));
        // The body is gone once its last part is in the hands of the connection, which may keep that for long.
        let part = |bytes| Bytes::from_owner(Part { bytes, _place: Arc::clone(&self.place) });
        Poll::Ready(frame.map(|frame| frame.map(|frame| frame.map_data(part))))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// A part of a body.
struct Part {
    bytes: Bytes,
    _place: Place,
}

impl AsRef<[u8]> for Part {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}
