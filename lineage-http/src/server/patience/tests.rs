use std::future::poll_fn;
use std::time::Duration;

use futures_util::FutureExt;
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};

use super::*;

fn pair() -> (Patient<DuplexStream>, DuplexStream, Work) {
    pair_of(8, &Places::new(8))
}

fn pair_of(buffer: usize, places: &Places) -> (Patient<DuplexStream>, DuplexStream, Work) {
    let (ours, theirs) = duplex(buffer);
    let work = Work::default();
    (Patient::new(ours, ServeLimits::default(), work.clone(), places.clone()), theirs, work)
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

/// After how many seconds an answer of so many KiB is given up, or none, when so many KiB of it are taken each second.
async fn given_up_after(answer: usize, each_second: usize) -> Option<u64> {
    const KIB: usize = 1 << 10;
    let (mut stream, mut client, work) = pair_of(KIB, &Places::new(8));
    drop(work.begin());
    let _client = tokio::spawn(async move {
        let mut part = vec![0; each_second * KIB];
        while client.read_exact(&mut part).await.is_ok() {
            // What clients send meanwhile changes nothing.
            let _ = client.write_all(b"G").now_or_never();
            sleep(Duration::from_secs(1)).await;
        }
        std::future::pending::<()>().await;
    });
    let began = Instant::now();
    let mut ignored = [0];
    let answer = vec![0; answer * KIB];
    let sent = async {
        let mut left = &answer[..];
        while !left.is_empty() {
            let read = poll_fn(|cx| {
                let _ = Pin::new(&mut stream).poll_read(cx, &mut ReadBuf::new(&mut ignored))?;
                Pin::new(&mut stream).poll_write(cx, left)
            });
            left = &left[read.await?..];
        }
        stream.flush().await
    };
    let result: io::Result<()> = sent.await;
    let took = began.elapsed().as_secs();
    result.err().map(|error| {
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        took
    })
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_is_taken_slowly_or_not() {
    for (answer, each_second, expected) in
        [(2, 0, Some(30)), (1_000, 0, Some(30)), (1_000, 1, Some(30)), (1_000, 9, None), (20, 1, None)]
    {
        assert_eq!(given_up_after(answer, each_second).await, expected, "{answer} KiB, {each_second} a second");
    }
}

#[tokio::test(start_paused = true)]
async fn who_asks_nothing_makes_room() {
    let places = Places::new(4);
    let mut taken = Vec::new();
    for expected in [75, 75, 75, 2] {
        taken.push(places.take().await.unwrap());
        let (mut stream, _client, work) = pair_of(8, &places);
        drop(work.begin());
        assert_eq!(fails_after(&mut stream).await, expected, "{} of 4", taken.len());
    }
    let (mut stream, mut client, work) = pair_of(8, &places);
    client.write_all(b"G").await.unwrap();
    stream.read_u8().await.unwrap();
    assert_eq!(fails_after(&mut stream).await, 2, "a head");

    // Who is answered does not.
    let working = work.begin();
    assert!(tokio::time::timeout(Duration::from_secs(60), stream.read_u8()).await.is_err());
    drop(working);

    // As soon as there are many of them, and not at its next request.
    taken.pop();
    let (mut stream, _client, work) = pair_of(8, &places);
    drop(work.begin());
    let late = async {
        sleep(Duration::from_secs(11)).await;
        taken.push(places.take().await.unwrap());
        std::future::pending::<()>().await;
    };
    let after = tokio::select! { after = fails_after(&mut stream) => after, () = late => 0 };
    assert_eq!(after, 12);
}
