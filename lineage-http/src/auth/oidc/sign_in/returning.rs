use std::collections::HashSet;
use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::timeout;

use super::AT_ONCE;

/// The browsers on their way back, each of which has the server wait for the issuer: a few at once, and one of a sign-in,
/// so that nobody takes all places by coming back again and again.
pub(super) struct Returning {
    places: Semaphore,
    states: Mutex<HashSet<String>>,
}

/// How long a browser waits for a place.
const PATIENCE: Duration = Duration::from_secs(2);

/// How many browsers have a place or wait for one: of more the last would wait in vain where the issuer takes a quarter of
/// a second.
const MOST: usize = 8 * AT_ONCE;

/// The place of a sign-in, for as long as it is held.
pub(super) struct Turn<'a> {
    _place: SemaphorePermit<'a>,
    _state: UnderWay<'a>,
}

impl Returning {
    pub(super) fn new() -> Self {
        Self { places: Semaphore::new(AT_ONCE), states: Mutex::default() }
    }

    /// A place for the sign-in of this state; else why there is none.
    pub(super) async fn turn(&self, state: &str) -> Result<Turn<'_>, &'static str> {
        let under_way = self.begin(state)?;
        match timeout(PATIENCE, self.places.acquire()).await {
            Ok(Ok(place)) => Ok(Turn { _place: place, _state: under_way }),
            _ => Err("too many sign-ins at once"),
        }
    }

    fn begin(&self, state: &str) -> Result<UnderWay<'_>, &'static str> {
        let mut states = self.states.lock().unwrap_or_else(PoisonError::into_inner);
        if states.contains(state) {
            return Err("this sign-in is under way already");
        }
        if states.len() >= MOST {
            return Err("too many sign-ins at once");
        }
        states.insert(state.to_owned());
        Ok(UnderWay { state: state.to_owned(), among: &self.states })
    }
}

/// Without the states, which are nobody's business.
impl fmt::Debug for Returning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Returning").field("places", &self.places).finish_non_exhaustive()
    }
}

/// A sign-in that has a place or waits for one.
struct UnderWay<'a> {
    state: String,
    among: &'a Mutex<HashSet<String>>,
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.among.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.state);
    }
}

#[cfg(test)]
mod tests {
    use futures_util::future::{FutureExt, join_all};
    use tokio::time::Instant;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn each_sign_in_has_one_turn() {
        let returning = Returning::new();
        let turn = returning.turn("a").await.unwrap();
        let began = Instant::now();
        assert_eq!(returning.turn("a").await.err(), Some("this sign-in is under way already"));
        assert!(returning.turn("b").await.is_ok());
        assert_eq!(began.elapsed(), Duration::ZERO);
        drop(turn);
        assert!(returning.turn("a").await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn who_comes_when_all_places_are_taken_waits_a_while() {
        let returning = Returning::new();
        let mut turns = Vec::new();
        for number in 0..AT_ONCE {
            turns.push(returning.turn(&number.to_string()).await.unwrap());
        }
        let began = Instant::now();
        assert_eq!(returning.turn("late").await.err(), Some("too many sign-ins at once"));
        assert_eq!(began.elapsed(), PATIENCE);

        let states: Vec<_> = (AT_ONCE..MOST).map(|number| number.to_string()).collect();
        let mut waiting = Box::pin(join_all(states.iter().map(|state| returning.turn(state))));
        assert!((&mut waiting).now_or_never().is_none());
        let began = Instant::now();
        // One more than may wait, and one that waits already.
        assert_eq!(returning.turn("late").await.err(), Some("too many sign-ins at once"));
        assert_eq!(returning.turn("9").await.err(), Some("this sign-in is under way already"));
        assert_eq!(began.elapsed(), Duration::ZERO);
        turns.truncate(AT_ONCE - 3);
        let turns: Vec<_> = waiting.await.into_iter().flatten().collect();
        assert_eq!(turns.len(), 3);
    }
}
