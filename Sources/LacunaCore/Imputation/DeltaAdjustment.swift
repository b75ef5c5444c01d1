import LacunaTensors

/// Moves imputed cells by stated amounts, to show how conclusions change where cells are not missing at random.
///
/// A model of cells that are missing at random knows nothing of what sets missing cells apart from observed ones. The delta
/// adjustment states it: the imputed cells of a column lie δ from where the model puts them, and the analysis is repeated
/// for a few δ. A missing cell of a continuous column becomes x + δ in every table. A missing cell of a binary column, of
/// probability p, gets the probability σ(logit p + δ) in the summary and in quantiles; of its draws as few change as can,
/// each by chance: for δ > 0 a 0 becomes 1 with probability (p′ − p) / (1 − p), for δ < 0 a 1 becomes 0 with probability
/// (p − p′) / p. A larger δ changes what a smaller one changes, and more.
///
/// Cells of other columns stay as they were imputed. The not-at-random fully conditional specification, from which the
/// shifts are taken, also imputes other columns from moved cells, and its δ holds given the other columns (Leacy 2016,
/// *Multiple imputation under missing not at random assumptions via fully conditional specification*; Tompsett, Leacy,
/// Moreno-Betancur, Heron and White 2018, *On the use of the not-at-random fully conditional specification (NARFCS)
/// procedure in practice*). Where one column alone is incomplete, the two are the same.
public struct DeltaAdjustment: Sendable, Equatable {
    /// The columns that are moved, in the order in which they were asked for.
    public let columns: [ShiftedColumn]

    /// An adjustment of a table's imputed cells.
    ///
    /// - Parameters:
    ///   - shifts: What is asked for; no column twice.
    ///   - schema: What the columns are; standard deviations are those of the table that it was fitted to.
    ///   - table: The table that is completed.
    /// - Throws: `LacunaError` of kind `data` with a sentence for each shift that cannot be: columns that are absent,
    ///   ignored, categorical, complete or without any observed value, or asked for twice.
    public init(_ shifts: [DeltaShift], schema: Schema, table: Table) throws(LacunaError) {
        let layout = FeatureLayout(schema)
        var problems: [String] = []
        var columns: [ShiftedColumn] = []
        var counts: [String: Int] = [:]
        for shift in shifts { counts[shift.column, default: 0] += 1 }
        for shift in shifts {
            guard let count = counts.removeValue(forKey: shift.column) else { continue }
            if count > 1 {
                problems.append("shift of \(Excerpt.quoted(shift.column)): it is given \(count) times; give it once")
            }
            do throws(LacunaError) {
                columns.append(
                    try ShiftedColumn(
                        shift, schema: schema, layout: layout, table: table,
                        position: table.columnIndex(of: shift.column)))
            } catch {
                problems += error.problems
            }
        }
        guard problems.isEmpty else { throw LacunaError(.data, problems) }
        self.columns = columns
    }

    /// Moves the imputed cells of all tables; observed features stay bit for bit, and so does everything where δ is 0.
    ///
    /// Sums are rounded to `Float` once, at about 10⁻⁷ standard deviations of the column.
    ///
    /// - Parameters:
    ///   - imputations: Completed rows of the dataset; the summary of binary features holds their probabilities.
    ///   - dataset: The rows before they were completed.
    ///   - stream: Where randomness comes from; a row has its own by address, each column and draw too.
    public func apply(to imputations: inout Imputations, of dataset: Dataset, stream: RandomStream) {
        let width = dataset.layout.featureCount
        let addresses = columns.contains { $0.kind == .binary } ? dataset.rowAddresses() : []
        for column in columns where column.featureAmount != 0 {
            let own = stream.child("shift").child(column.shift.column)
            for row in 0..<dataset.rowCount where dataset.observed[row * width + column.feature] == 0 {
                let place = row * width + column.feature
                if column.kind == .binary {
                    Self.moveOdds(
                        at: place, by: column.featureAmount, in: &imputations,
                        stream: own.child(Int(bitPattern: UInt(addresses[row]))))
                } else {
                    Self.move(at: place, by: column.featureAmount, in: &imputations)
                }
            }
        }
    }

    private static func move(at place: Int, by amount: Double, in imputations: inout Imputations) {
        func moved(_ value: Float) -> Float { Float(Double(value) + amount) }
        imputations.summary[place] = moved(imputations.summary[place])
        for index in imputations.quantiles.indices {
            imputations.quantiles[index][place] = moved(imputations.quantiles[index][place])
        }
        for index in imputations.draws.indices {
            imputations.draws[index][place] = moved(imputations.draws[index][place])
        }
    }

    private static func moveOdds(
        at place: Int, by amount: Double, in imputations: inout Imputations, stream: RandomStream
    ) {
        let probability = Double(imputations.summary[place])
        let flipping = flipProbability(of: probability, by: amount)
        imputations.summary[place] = Float(moved(probability, by: amount))
        for index in imputations.quantiles.indices {
            let value = Double(imputations.quantiles[index][place])
            imputations.quantiles[index][place] = Float(moved(value, by: amount))
        }
        // What a draw of the other category is: only that can change.
        let other: Float = amount > 0 ? 0 : 1
        for index in imputations.draws.indices {
            let value = imputations.draws[index][place]
            if value == other {
                var own = stream.child(index)
                if own.uniform() < flipping { imputations.draws[index][place] = 1 - other }
            } else if value != 1 - other {
                // An imputer without spread repeats the probability as its draw.
                imputations.draws[index][place] = Float(moved(Double(value), by: amount))
            }
        }
    }

    // MARK: Arithmetic

    /// σ(logit p + δ); 0 and 1 stay.
    static func moved(_ probability: Double, by amount: Double) -> Double {
        guard probability > 0, probability < 1 else { return probability }
        // The exponential of a negative number: nothing overflows.
        let factor = Double.exp(-abs(amount))
        return amount >= 0
            ? probability / (probability + (1 - probability) * factor)
            : probability * factor / (probability * factor + (1 - probability))
    }

    /// The probability with which a draw changes that can: (p′ − p) / (1 − p) = p′ (1 − e^−δ) for δ > 0, and its mirror
    /// image for δ < 0.
    static func flipProbability(of probability: Double, by amount: Double) -> Double {
        let target = moved(probability, by: amount)
        return (amount >= 0 ? target : 1 - target) * -Double.expMinusOne(-abs(amount))
    }
}
