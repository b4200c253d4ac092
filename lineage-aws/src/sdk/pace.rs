use std::time::Duration;

/// How fast one service of one region may be asked, learned from its throttling alone.
///
/// A pure state machine: `now` is the time since some fixed start. There is no limit until the service throttles.
/// Then calls leave one by one at `rate`: halved at each congestion event (throttled calls that had left before the
/// last halving belong to the event already acted on), one call a second faster for each second of accepted calls,
/// and forgotten after a calm minute. The service's own allowance fills up while the rate is below it, so little of
/// it is lost to the search.
#[derive(Debug)]
pub(super) struct Pace {
    /// Calls a second; none while nothing limits them.
    rate: Option<f64>,
    /// What the first throttling halves.
    first: f64,
    /// When the next call may leave.
    next: Duration,
    /// When the rate was last halved.
    halved: Duration,
}

/// The slowest rate, in calls a second.
const SLOWEST: f64 = 1.0;
/// How much faster each second of accepted calls makes it, in calls a second.
const GROWTH: f64 = 1.0;
/// How long after the last throttling the limit is forgotten.
const CALM: Duration = Duration::from_secs(60);
/// The longest wait that a service may ask for: it is an input like any other.
const LONGEST_WAIT: Duration = Duration::from_secs(20);

impl Pace {
    /// No limit; `max_in_flight` calls are taken for a second's worth when the first one is throttled.
    pub(super) fn new(max_in_flight: usize) -> Self {
        let first = u32::try_from(max_in_flight).map_or(f64::MAX, f64::from);
        Self { rate: None, first, next: Duration::ZERO, halved: Duration::ZERO }
    }

    /// Lets a call leave now, or tells how long to wait before asking again.
    pub(super) fn leave(&mut self, now: Duration) -> Result<(), Duration> {
        if self.rate.is_some() && now.saturating_sub(self.halved) >= CALM {
            self.rate = None;
        }
        let Some(rate) = self.rate else { return Ok(()) };
        if now < self.next {
            return Err(self.next - now);
        }
        self.next = now + gap(rate);
        Ok(())
    }

    /// A call that had left at `left` was answered.
    pub(super) fn accepted(&mut self, left: Duration) {
        if let Some(rate) = self.rate.as_mut().filter(|_| left >= self.halved) {
            *rate += GROWTH / *rate;
        }
    }

    /// A call that had left at `left` was throttled; the service may have said how long to wait.
    pub(super) fn throttled(&mut self, left: Duration, now: Duration, retry_after: Option<Duration>) {
        if self.rate.is_none() || left >= self.halved {
            let rate = (self.rate.unwrap_or(self.first) / 2.0).max(SLOWEST);
            self.rate = Some(rate);
            self.halved = now;
            self.next = self.next.max(now + gap(rate));
        }
        if let Some(wait) = retry_after {
            self.next = self.next.max(now + wait.min(LONGEST_WAIT));
        }
    }
}

/// The time between two calls.
fn gap(rate: f64) -> Duration {
    Duration::from_secs_f64(rate.max(SLOWEST).recip())
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn ms(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    #[test]
    fn nothing_waits_before_the_first_throttling() {
        let mut pace = Pace::new(32);
        for _ in 0..1000 {
            assert_eq!(pace.leave(ms(7)), Ok(()));
            pace.accepted(ms(7));
        }
    }

    #[test]
    fn one_congestion_event_halves_once() {
        let mut pace = Pace::new(32);
        for _ in 0..12 {
            pace.throttled(ms(0), ms(50), None);
        }
        assert_eq!(pace.rate, Some(16.0));
        // A call that left after the halving and was throttled is a new event.
        pace.throttled(ms(60), ms(110), None);
        assert_eq!(pace.rate, Some(8.0));
    }

    #[test]
    fn calls_leave_one_by_one_and_the_first_waits() {
        let mut pace = Pace::new(20);
        pace.throttled(ms(0), ms(50), None);
        assert_eq!(pace.leave(ms(50)), Err(ms(100)));
        assert_eq!(pace.leave(ms(150)), Ok(()));
        assert_eq!(pace.leave(ms(150)), Err(ms(100)));
        assert_eq!(pace.leave(ms(400)), Ok(()), "a pause earns no burst");
        assert_eq!(pace.leave(ms(400)), Err(ms(100)));
    }

    #[test]
    fn a_second_of_accepted_calls_adds_one_a_second() {
        let mut pace = Pace::new(20);
        pace.throttled(ms(0), ms(0), None);
        for _ in 0..10 {
            pace.accepted(ms(100));
        }
        let rate = pace.rate.unwrap();
        assert!((10.9..=11.0).contains(&rate), "{rate}");
    }

    #[test]
    fn answers_of_the_burst_before_do_not_speed_up() {
        let mut pace = Pace::new(32);
        pace.throttled(ms(0), ms(50), None);
        pace.accepted(ms(10));
        assert_eq!(pace.rate, Some(16.0));
    }

    #[test]
    fn never_slower_than_one_a_second_and_forgotten_after_a_calm_minute() {
        let mut pace = Pace::new(32);
        for second in 0..100 {
            pace.throttled(ms(second * 1000), ms(second * 1000), None);
        }
        assert_eq!(pace.rate, Some(SLOWEST));
        assert!(pace.leave(ms(99_500)).is_err());
        assert_eq!(pace.leave(ms(159_000)), Ok(()));
        assert_eq!(pace.rate, None);
    }

    #[test]
    fn the_service_may_ask_for_a_longer_wait_within_reason() {
        let mut pace = Pace::new(32);
        pace.throttled(ms(0), ms(0), Some(ms(3000)));
        assert_eq!(pace.leave(ms(0)), Err(ms(3000)));
        pace.throttled(ms(0), ms(0), Some(Duration::MAX));
        assert_eq!(pace.leave(ms(0)), Err(LONGEST_WAIT));
    }
}
