//! A grey picture in other sizes and blacker or whiter.

/// A grey picture.
#[derive(Clone, Debug)]
pub(crate) struct Grey {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) pixels: Vec<u8>,
}

impl Grey {
    pub(crate) fn at(&self, x: usize, y: usize) -> u8 {
        self.pixels.get(y * self.width + x).copied().unwrap_or(255)
    }

    fn row(&self, y: usize) -> &[u8] {
        self.pixels.get(y * self.width..(y + 1) * self.width).unwrap_or_default()
    }

    /// Each pixel the mean of `by` × `by` of this.
    pub(crate) fn reduced(&self, by: usize) -> Self {
        let (width, height) = (self.width / by, self.height / by);
        let mut pixels = Vec::with_capacity(width * height);
        for y in 0..height {
            let mut sums = vec![0_u32; width];
            for line in 0..by {
                for (sum, piece) in sums.iter_mut().zip(self.row(y * by + line).chunks_exact(by)) {
                    *sum += piece.iter().map(|pixel| u32::from(*pixel)).sum::<u32>();
                }
            }
            let count = u32::try_from(by * by).unwrap_or(u32::MAX);
            pixels.extend(sums.iter().map(|sum| u8::try_from(sum / count).unwrap_or(255)));
        }
        Self { width, height, pixels }
    }

    /// Each pixel four, with means between them, which helps codes whose modules have two or three pixels.
    pub(crate) fn doubled(&self) -> Self {
        let (width, height) = (self.width * 2, self.height * 2);
        let mean = |a: u8, b: u8| a.midpoint(b);
        let mut pixels = Vec::with_capacity(width * height);
        for y in 0..height {
            let (upper, lower) = (y / 2, (y / 2 + y % 2).min(self.height.saturating_sub(1)));
            for x in 0..width {
                let (left, right) = (x / 2, (x / 2 + x % 2).min(self.width.saturating_sub(1)));
                let top = mean(self.at(left, upper), self.at(right, upper));
                let bottom = mean(self.at(left, lower), self.at(right, lower));
                pixels.push(mean(top, bottom));
            }
        }
        Self { width, height, pixels }
    }

    /// The mean of three by three around each pixel, against noise.
    pub(crate) fn smoothed(&self) -> Self {
        let mut pixels = Vec::with_capacity(self.pixels.len());
        for y in 0..self.height {
            for x in 0..self.width {
                let (mut sum, mut count) = (0_u32, 0_u32);
                for near_y in y.saturating_sub(1)..=(y + 1).min(self.height.saturating_sub(1)) {
                    for near_x in x.saturating_sub(1)..=(x + 1).min(self.width.saturating_sub(1)) {
                        sum += u32::from(self.at(near_x, near_y));
                        count += 1;
                    }
                }
                pixels.push(u8::try_from(sum / count.max(1)).unwrap_or(255));
            }
        }
        Self { pixels, ..*self }
    }

    /// Black for white, for codes printed light on dark.
    pub(crate) fn inverted(&self) -> Self {
        Self { pixels: self.pixels.iter().map(|pixel| 255 - pixel).collect(), ..*self }
    }
}
