//! Invented names: combinations of common ones, the same for the same number.

const FAMILIES: [&str; 14] =
    ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô"];
const MIDDLES: [&str; 12] = ["Văn", "Thị", "Minh", "Thanh", "Ngọc", "Quốc", "Hữu", "Kim", "Đức", "Thu", "Hồng", "Xuân"];
const GIVEN: [&str; 22] = [
    "An", "Bình", "Châu", "Dũng", "Đạt", "Giang", "Hà", "Hải", "Hạnh", "Hòa", "Hùng", "Hương", "Lan", "Liên", "Long",
    "Mai", "Nam", "Phúc", "Sơn", "Tâm", "Thủy", "Vinh",
];

/// The `number`-th invented name. Neighbours differ in all parts.
pub fn name(number: usize) -> String {
    let family = FAMILIES[number % FAMILIES.len()];
    let middle = MIDDLES[(number / 3 + number) % MIDDLES.len()];
    let given = GIVEN[(number * 5 + number / FAMILIES.len()) % GIVEN.len()];
    format!("{family} {middle} {given}")
}
