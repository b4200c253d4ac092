use super::slots::{Slot, Slots};

/// How often layers are ordered after the ones above or below them, at most.
const SWEEPS: usize = 12;

/// Orders each layer so that few arrows cross: by the middle of what slots are connected with, downwards and upwards in
/// turn, as long as that helps.
pub(super) fn untangle(slots: &mut Slots) {
    first(slots);
    let mut places = vec![0; slots.slots.len()];
    number(&slots.rows, &mut places);
    let mut best = slots.rows.clone();
    let mut fewest = crossings(slots, &places);
    let mut vain = 0;
    for sweep in 0..SWEEPS {
        if fewest == 0 || vain == 4 {
            break;
        }
        let downwards = sweep % 2 == 0;
        let count = slots.rows.len();
        for step in 1..count {
            let row = if downwards { step } else { count - 1 - step };
            sort(slots, row, downwards, &mut places);
        }
        let crossings = crossings(slots, &places);
        if crossings < fewest {
            (best, fewest, vain) = (slots.rows.clone(), crossings, 0);
        } else {
            vain += 1;
        }
    }
    slots.rows = best;
}

/// Puts what is connected near to each other from the start: in the order of a walk into the depth.
fn first(slots: &mut Slots) {
    let mut seen = vec![false; slots.slots.len()];
    let mut place = vec![0; slots.slots.len()];
    let mut clock = 0;
    let starts: Vec<usize> = slots.rows.iter().flatten().copied().collect();
    for start in starts {
        let mut open = vec![start];
        while let Some(slot) = open.pop() {
            let Some(seen) = seen.get_mut(slot).filter(|seen| !**seen) else { continue };
            *seen = true;
            clock += 1;
            if let Some(place) = place.get_mut(slot) {
                *place = clock;
            }
            let below = slots.slots.get(slot).map(|slot| slot.below.as_slice()).unwrap_or_default();
            open.extend(below.iter().rev());
        }
    }
    for row in &mut slots.rows {
        row.sort_by_key(|slot| place.get(*slot).copied());
    }
}

fn number(rows: &[Vec<usize>], places: &mut [usize]) {
    for row in rows {
        for (index, slot) in row.iter().enumerate() {
            if let Some(place) = places.get_mut(*slot) {
                *place = index;
            }
        }
    }
}

/// Orders one layer after the one before it; what is connected with nothing there keeps its place.
fn sort(slots: &mut Slots, row: usize, downwards: bool, places: &mut [usize]) {
    let Some(order) = slots.rows.get_mut(row) else { return };
    let neighbours = |slot: &Slot| if downwards { slot.above.clone() } else { slot.below.clone() };
    let middle = |slot: &usize| {
        let neighbours = slots.slots.get(*slot).map(neighbours).unwrap_or_default();
        let mut at: Vec<usize> = neighbours.iter().filter_map(|other| places.get(*other).copied()).collect();
        at.sort_unstable();
        let (low, high) = (at.get(at.len().saturating_sub(1) / 2)?, at.get(at.len() / 2)?);
        Some(low + high)
    };
    let keyed: Vec<(usize, Option<usize>)> = order.iter().map(|slot| (*slot, middle(slot))).collect();
    let mut moved: Vec<(usize, usize)> = keyed.iter().filter_map(|(slot, key)| key.map(|key| (*slot, key))).collect();
    moved.sort_by_key(|(_, key)| *key);
    let mut moved = moved.into_iter().map(|(slot, _)| slot);
    let next = |(slot, key): (usize, Option<usize>)| if key.is_some() { moved.next().unwrap_or(slot) } else { slot };
    *order = keyed.into_iter().map(next).collect();
    number(std::slice::from_ref(order), places);
}

/// How many pairs of arrows between neighbouring layers cross.
fn crossings(slots: &Slots, places: &[usize]) -> u64 {
    let mut all = 0;
    for pair in slots.rows.windows(2) {
        let [upper, lower] = pair else { continue };
        let mut passed = Sums::new(lower.len());
        let mut count = 0;
        for slot in upper.iter().filter_map(|slot| slots.slots.get(*slot)) {
            let ends = || slot.below.iter().filter_map(|other| places.get(*other).copied());
            for end in ends() {
                all += count - passed.upto(end);
            }
            for end in ends() {
                passed.add(end);
                count += 1;
            }
        }
    }
    all
}

/// Numbers of which the sums of the first ones are asked for (a Fenwick tree).
struct Sums(Vec<u64>);

impl Sums {
    fn new(len: usize) -> Self {
        Self(vec![0; len + 1])
    }

    fn add(&mut self, index: usize) {
        let mut at = index + 1;
        while let Some(sum) = self.0.get_mut(at) {
            *sum += 1;
            at += at & at.wrapping_neg();
        }
    }

    /// How many were added at an index up to this one.
    fn upto(&self, index: usize) -> u64 {
        let mut at = index + 1;
        let mut sum = 0;
        while at > 0 {
            sum += self.0.get(at).copied().unwrap_or_default();
            at -= at & at.wrapping_neg();
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums() {
        let mut sums = Sums::new(9);
        for index in [3, 0, 8, 3] {
            sums.add(index);
        }
        assert_eq!((0..9).map(|index| sums.upto(index)).collect::<Vec<_>>(), [1, 1, 1, 3, 3, 3, 3, 3, 4]);
    }
}
