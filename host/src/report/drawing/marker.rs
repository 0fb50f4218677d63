//! Markers of values: a color with a shape, so that color alone carries no information.

use plotters::style::RGBColor;

/// The shape of a marker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::report) enum Symbol {
    Circle,
    Square,
    Diamond,
    /// A triangle with its tip at the top.
    Up,
    /// A triangle with its tip at the bottom.
    Down,
}

/// A color and a shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::report) struct Marker {
    pub color: RGBColor,
    pub symbol: Symbol,
}

impl Marker {
    /// Returns a circle.
    pub(in crate::report) const fn dot(color: RGBColor) -> Self {
        Self { color, symbol: Symbol::Circle }
    }
}

impl Symbol {
    /// Returns the corners of a polygon around the origin that has about the area of a circle of `radius`, with its sides
    /// moved inwards by `inset`. A circle has no corners.
    pub(super) fn corners(self, radius: i32, inset: i32) -> Vec<(i32, i32)> {
        let (radius, inset) = (f64::from(radius), f64::from(inset));
        // Distance from the center to a corner: sqrt(pi / 2) radii for a square, sqrt(4 pi / sqrt(27)) for a triangle.
        // Moving the sides inwards by 1 moves a corner by sqrt(2) and by 2.
        let square = (radius * 1.253 - inset * std::f64::consts::SQRT_2).max(1.0);
        let triangle = (radius * 1.555 - inset * 2.0).max(1.0);
        let corner = |reach: f64, degrees: f64| {
            let (sine, cosine) = degrees.to_radians().sin_cos();
            ((reach * cosine).round() as i32, (reach * sine).round() as i32)
        };
        match self {
            Self::Circle => Vec::new(),
            Self::Square => [45.0, 135.0, 225.0, 315.0].map(|it| corner(square, it)).to_vec(),
            Self::Diamond => [0.0, 90.0, 180.0, 270.0].map(|it| corner(square, it)).to_vec(),
            Self::Up => [30.0, 150.0, 270.0].map(|it| corner(triangle, it)).to_vec(),
            Self::Down => [90.0, 210.0, 330.0].map(|it| corner(triangle, it)).to_vec(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns twice the area (shoelace formula).
    fn doubled_area(corners: &[(i32, i32)]) -> i32 {
        let next = corners.iter().cycle().skip(1);
        corners.iter().zip(next).map(|(one, other)| one.0 * other.1 - other.0 * one.1).sum::<i32>().abs()
    }

    #[test]
    fn symbols_have_about_the_area_of_the_circle() {
        for symbol in [Symbol::Square, Symbol::Diamond, Symbol::Up, Symbol::Down] {
            let outer = f64::from(doubled_area(&symbol.corners(40, 0))) / 2.0;
            assert!((outer / (40.0 * 40.0 * std::f64::consts::PI) - 1.0).abs() < 0.05, "{symbol:?}: {outer}");
            assert!(doubled_area(&symbol.corners(8, 3)) < doubled_area(&symbol.corners(8, 0)), "{symbol:?}");
        }
        assert!(Symbol::Circle.corners(8, 0).is_empty());
    }
}
