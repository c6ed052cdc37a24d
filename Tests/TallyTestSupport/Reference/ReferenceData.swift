/// The Statistical Reference Datasets of the National Institute of Standards and Technology (StRD): numbers on which
/// careless arithmetic goes wrong, with means, deviations and regressions certified to 15 digits.
///
/// Published at https://www.itl.nist.gov/div898/strd. The made ones are made here by their rules.
package enum ReferenceData {
  /// Numbers of one column.
  package struct Univariate: Sendable {
    package let name: String
    /// As they are spelled in the file.
    package let values: [String]
    package let mean: Double
    package let sd: Double
  }

  /// Pairs of two columns, and what is certified of their regression as a query.
  package struct Regression: Sendable {
    package let name: String
    package let y: [String]
    package let x: [String]
    package let certified: [(query: String, value: Double)]
  }

  package static let univariate = [
    Univariate(
      name: "PiDigits", values: publishedDigits.map(String.init), mean: 4.53480000000000, sd: 2.86733906028871),
    Univariate(name: "Lottery", values: words(lottery), mean: 518.958715596330, sd: 291.699727470969),
    Univariate(name: "Lew", values: words(lew), mean: -177.435000000000, sd: 277.332168044316),
    Univariate(name: "Mavro", values: words(mavro), mean: 2.00185600000000, sd: 0.000429123454003053),
    Univariate(name: "Michelso", values: words(michelso), mean: 299.852400000000, sd: 0.0790105478190518),
    Univariate(name: "NumAcc1", values: ["10000001", "10000003", "10000002"], mean: 10_000_002, sd: 1),
    Univariate(name: "NumAcc2", values: around("1.2", "1.1", "1.3"), mean: 1.2, sd: 0.1),
    Univariate(name: "NumAcc3", values: around("1000000.2", "1000000.1", "1000000.3"), mean: 1_000_000.2, sd: 0.1),
    Univariate(
      name: "NumAcc4", values: around("10000000.2", "10000000.1", "10000000.3"), mean: 10_000_000.2, sd: 0.1),
  ]

  package static let regressions = [
    Regression(
      name: "Norris", y: words(norris).enumerated().filter { $0.offset % 2 == 0 }.map(\.element),
      x: words(norris).enumerated().filter { $0.offset % 2 == 1 }.map(\.element),
      certified: [
        ("corr(y, x) ^ 2", 0.999993745883712), ("corr(y, x) * sd(y) / sd(x)", 1.00211681802045),
      ]),
    // y on x and its square: the share of both from the three correlations.
    Regression(
      name: "Pontius", y: words(pontius), x: (0..<40).map { String(150_000 * ($0 % 20 + 1)) },
      certified: [
        (
          "(corr(y, x) ^ 2 + corr(y, x * x) ^ 2 - 2 * corr(y, x) * corr(y, x * x) * corr(x, x * x))"
            + " / (1 - corr(x, x * x) ^ 2)", 0.999999900178537
        )
      ]),
    // Through the origin.
    Regression(
      name: "NoInt1", y: (130...140).map(String.init), x: (60...70).map(String.init),
      certified: [
        ("sum(x * y) / sum(x * x)", 2.07438016528926),
        ("sum(x * y) ^ 2 / (sum(x * x) * sum(y * y))", 0.999365492298663),
      ]),
    Regression(
      name: "NoInt2", y: ["3", "4", "4"], x: ["4", "5", "6"],
      certified: [
        ("sum(x * y) / sum(x * x)", 0.727272727272727),
        ("sum(x * y) ^ 2 / (sum(x * x) * sum(y * y))", 0.993348115299335),
      ]),
  ]

  private static func words(_ text: String) -> [String] {
    text.split { $0 == " " || $0 == "\n" }.map(String.init)
  }

  /// One value, and 500 pairs below and above it.
  private static func around(_ middle: String, _ low: String, _ high: String) -> [String] {
    [middle] + (0..<500).flatMap { _ in [low, high] }
  }

  /// The list has a 3 where π's 957th digit is an 8; its mean, deviation and autocorrelation are certified with it.
  private static let publishedDigits: [Int] = {
    var digits = digitsOfPi(5000)
    digits[956] = 3
    return digits
  }()

  /// The first digits of π, by Machin's 16 arctan(1/5) − 4 arctan(1/239), in words of nine digits.
  private static func digitsOfPi(_ count: Int) -> [Int] {
    let base = 1_000_000_000
    var total = [Int](repeating: 0, count: count / 9 + 4)
    func divide(_ words: inout [Int], by divisor: Int) {
      var rest = 0
      for place in words.indices {
        let value = rest * base + words[place]
        words[place] = value / divisor
        rest = value % divisor
      }
    }
    for (factor, denominator) in [(16, 5), (-4, 239)] {
      var power = [Int](repeating: 0, count: total.count)
      power[0] = factor.magnitude > 4 ? 16 : 4
      divide(&power, by: denominator)
      var (sign, odd) = (factor.signum(), 1)
      while power.contains(where: { $0 != 0 }) {
        var term = power
        divide(&term, by: odd)
        for place in total.indices { total[place] += sign * term[place] }
        divide(&power, by: denominator * denominator)
        (sign, odd) = (-sign, odd + 2)
      }
    }
    for place in total.indices.dropFirst().reversed() {
      let carry = (total[place] >= 0 ? total[place] : total[place] - base + 1) / base
      total[place] -= carry * base
      total[place - 1] += carry
    }
    let digits = total.dropFirst().flatMap { word in String(base + word).dropFirst().compactMap(\.wholeNumberValue) }
    return Array(([total[0]] + digits).prefix(count))
  }

  /// Winning numbers of a lottery.
  private static let lottery = """
    162 671 933 414 788 730 817 33 536 875 670 236 473 167 877 980 316 950 456 92 517 557 956 954 104 178 794 278
    147 773 437 435 502 610 582 780 689 562 964 791 28 97 848 281 858 538 660 972 671 613 867 448 738 966 139 636
    847 659 754 243 122 455 195 968 793 59 730 361 574 522 97 762 431 158 429 414 22 629 788 999 187 215 810 782 47
    34 108 986 25 644 829 630 315 567 919 331 207 412 242 607 668 944 749 168 864 442 533 805 372 63 458 777 416 340
    436 140 919 350 510 572 905 900 85 389 473 758 444 169 625 692 140 897 672 288 312 860 724 226 884 508 976 741
    476 417 831 15 318 432 241 114 799 955 833 358 935 146 630 830 440 642 356 373 271 715 367 393 190 669 8 861 108
    795 269 590 326 866 64 523 862 840 219 382 998 4 628 305 747 247 34 747 729 645 856 974 24 568 24 694 608 480
    410 729 947 293 53 930 223 203 677 227 62 455 387 318 562 242 428 968
    """

  /// Deflections of a beam, by H. S. Lew.
  private static let lew = """
    -213 -564 -35 -15 141 115 -420 -360 203 -338 -431 194 -220 -513 154 -125 -559 92 -21 -579 -52 99 -543 -175 162
    -457 -346 204 -300 -474 164 -107 -572 -8 83 -541 -224 180 -420 -374 201 -236 -531 83 27 -564 -112 131 -507 -254
    199 -311 -495 143 -46 -579 -90 136 -472 -338 202 -287 -477 169 -124 -568 17 48 -568 -135 162 -430 -422 172 -74
    -577 -13 92 -534 -243 194 -355 -465 156 -81 -578 -64 139 -449 -384 193 -198 -538 110 -44 -577 -6 66 -552 -164
    161 -460 -344 205 -281 -504 134 -28 -576 -118 156 -437 -381 200 -220 -540 83 11 -568 -160 172 -414 -408 188 -125
    -572 -32 139 -492 -321 205 -262 -504 142 -83 -574 0 48 -571 -106 137 -501 -266 190 -391 -406 194 -186 -553 83
    -13 -577 -49 103 -515 -280 201 300 -506 131 -45 -578 -80 138 -462 -361 201 -211 -554 32 74 -533 -235 187 -372
    -442 182 -147 -566 25 68 -535 -244 194 -351 -463 174 -125 -570 15 72 -550 -190 172 -424 -385 198 -218 -536 96
    """

  /// Transmittance of a filter, by Radu Mavrodineanu.
  private static let mavro = """
    2.00180 2.00170 2.00180 2.00190 2.00180 2.00170 2.00150 2.00140 2.00150 2.00150 2.00170 2.00180 2.00180 2.00190
    2.00190 2.00210 2.00200 2.00160 2.00140 2.00130 2.00130 2.00150 2.00150 2.00160 2.00150 2.00140 2.00130 2.00140
    2.00150 2.00140 2.00150 2.00160 2.00150 2.00160 2.00190 2.00200 2.00200 2.00210 2.00220 2.00230 2.00240 2.00250
    2.00270 2.00260 2.00260 2.00260 2.00270 2.00260 2.00250 2.00240
    """

  /// The speed of light in air in 1,000 km/s, by A. A. Michelson, 1879.
  private static let michelso = """
    299.85 299.74 299.90 300.07 299.93 299.85 299.95 299.98 299.98 299.88 300.00 299.98 299.93 299.65 299.76 299.81
    300.00 300.00 299.96 299.96 299.96 299.94 299.96 299.94 299.88 299.80 299.85 299.88 299.90 299.84 299.83 299.79
    299.81 299.88 299.88 299.83 299.80 299.79 299.76 299.80 299.88 299.88 299.88 299.86 299.72 299.72 299.62 299.86
    299.97 299.95 299.88 299.91 299.85 299.87 299.84 299.84 299.85 299.84 299.84 299.84 299.89 299.81 299.81 299.82
    299.80 299.77 299.76 299.74 299.75 299.76 299.91 299.92 299.89 299.86 299.88 299.72 299.84 299.85 299.85 299.78
    299.89 299.84 299.78 299.81 299.76 299.81 299.79 299.81 299.82 299.85 299.87 299.87 299.81 299.74 299.81 299.94
    299.95 299.80 299.81 299.87
    """

  /// Ozone measured by a photometer and by a standard, by J. Norris: y x.
  private static let norris = """
    0.1 0.2 338.8 337.4 118.1 118.2 888.0 884.6 9.2 10.1 228.1 226.5 668.5 666.3 998.5 996.3 449.1 448.6 778.9 777.0
    559.2 558.2 0.3 0.4 0.1 0.6 778.1 775.5 668.8 666.9 339.3 338.0 448.9 447.5 10.8 11.6 557.7 556.0 228.3 228.1
    998.0 995.8 888.8 887.6 119.6 120.2 0.3 0.3 0.6 0.3 557.6 556.8 339.3 339.1 888.0 887.2 998.5 999.0 778.9 779.0
    10.2 11.1 117.6 118.3 228.9 229.2 668.4 669.1 449.2 448.9 0.2 0.5
    """

  /// Deflections of a load cell under two series of 20 loads, by P. Pontius.
  private static let pontius = """
    0.11019 0.21956 0.32949 0.43899 0.54803 0.65694 0.76562 0.87487 0.98292 1.09146 1.20001 1.30822 1.41599 1.52399
    1.63194 1.73947 1.84646 1.95392 2.06128 2.16844 0.11052 0.22018 0.32939 0.43886 0.54798 0.65739 0.76596 0.87474
    0.98300 1.09150 1.20004 1.30818 1.41613 1.52408 1.63159 1.73965 1.84696 1.95445 2.06177 2.16829
    """
}
