/// Which steps come before which, by the edges that a definition declares.
pub(super) struct Order {
    after: Vec<Vec<usize>>,
    /// The position in one topological order; none on or behind a circle.
    rank: Vec<Option<usize>>,
}

impl Order {
    pub(super) fn new(steps: usize, edges: impl Iterator<Item = (usize, usize)>) -> Self {
        let mut after = vec![Vec::new(); steps];
        let mut waiting = vec![0_usize; steps];
        for (from, to) in edges {
            if let (Some(after), Some(waiting)) = (after.get_mut(from), waiting.get_mut(to)) {
                after.push(to);
                *waiting += 1;
            }
        }
        let mut rank = vec![None; steps];
        let mut ready: Vec<usize> = (0..steps).filter(|step| waiting.get(*step) == Some(&0)).collect();
        let mut next = 0;
        while let Some(step) = ready.pop() {
            if let Some(rank) = rank.get_mut(step) {
                *rank = Some(next);
            }
            next += 1;
            for to in after.get(step).into_iter().flatten() {
                if let Some(left) = waiting.get_mut(*to) {
                    *left -= 1;
                    if *left == 0 {
                        ready.push(*to);
                    }
                }
            }
        }
        Self { after, rank }
    }

    /// The steps that wait for each other in a circle, or behind one.
    pub(super) fn circular(&self) -> impl Iterator<Item = usize> {
        self.rank.iter().enumerate().filter(|(_, rank)| rank.is_none()).map(|(step, _)| step)
    }

    /// A question about what comes after one step.
    pub(super) fn after(&self, step: usize) -> After<'_> {
        After { order: self, step, reached: None }
    }
}

/// What comes after one step; walked at most once, and only when ranks leave it open.
pub(super) struct After<'o> {
    order: &'o Order,
    step: usize,
    reached: Option<Vec<bool>>,
}

impl After<'_> {
    pub(super) fn holds(&mut self, other: usize) -> bool {
        let rank = |step: usize| self.order.rank.get(step).copied().flatten();
        if let (Some(own), Some(others)) = (rank(self.step), rank(other))
            && others <= own
        {
            return false;
        }
        let reached = self.reached.get_or_insert_with(|| {
            let mut reached = vec![false; self.order.after.len()];
            let mut open = vec![self.step];
            while let Some(step) = open.pop() {
                for to in self.order.after.get(step).into_iter().flatten() {
                    if let Some(seen) = reached.get_mut(*to).filter(|seen| !**seen) {
                        *seen = true;
                        open.push(*to);
                    }
                }
            }
            reached
        });
        reached.get(other).copied().unwrap_or(false)
    }
}
