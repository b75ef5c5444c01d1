extension Tape {
    /// The gradient of draws from a mixture as a whole; not there yet.
    public func mixtureTransport(
        _ latent: Tensor, logWeights: Tensor, location: Tensor, scale: Tensor, degreesOfFreedom: Tensor? = nil
    ) -> Tensor {
        fail("draws from a mixture as a whole have no gradient yet")
        return latent
    }
}
