"""A MIWAE training step, or imputation, in JAX, compiled as a whole."""
import peer  # first: it sets the cores

import jax
import jax.numpy as jnp
import optax
from jax.scipy.special import gammaln

options = peer.arguments(__doc__)
values, observed = (jnp.asarray(array) for array in peer.table())


def network(key, inputs, outputs):
    widths = [inputs, peer.HIDDEN, peer.HIDDEN, peer.HIDDEN, outputs]
    keys = jax.random.split(key, 4)
    return [
        (jax.random.normal(k, (a, b)) / jnp.sqrt(a), jnp.zeros(b)) for k, a, b in zip(keys, widths, widths[1:])
    ]


def apply(layers, x):
    for weight, bias in layers[:-1]:
        x = jnp.tanh(x @ weight + bias)
    weight, bias = layers[-1]
    return x @ weight + bias


def log_weights(parameters, key, x, seen, samples):
    encoder, decoder = parameters
    location, raw = jnp.split(apply(encoder, x * seen), 2, axis=-1)
    scale = jax.nn.softplus(raw) + 1e-4
    noise = jax.random.normal(key, (samples, *location.shape))
    latent = location + scale * noise
    prior_minus_posterior = (0.5 * (noise * noise - latent * latent) + jnp.log(scale)).sum(-1)
    centre, raw_scale, raw_degrees = jnp.split(apply(decoder, latent), 3, axis=-1)
    sigma, degrees = jax.nn.softplus(raw_scale) + 1e-3, jax.nn.softplus(raw_degrees) + 3
    distance = (x - centre) / sigma
    density = (
        gammaln((degrees + 1) / 2) - gammaln(degrees / 2) - 0.5 * jnp.log(jnp.pi * degrees) - jnp.log(sigma)
        - 0.5 * (degrees + 1) * jnp.log1p(distance * distance / degrees)
    )
    return (density * seen).sum(-1) + prior_minus_posterior, centre


first, second, stream = jax.random.split(jax.random.key(0), 3)
parameters = (network(first, peer.COLUMNS, 2 * peer.LATENT), network(second, peer.LATENT, 3 * peer.COLUMNS))
optimizer = optax.adam(1e-3)
state = optimizer.init(parameters)


def loss(parameters, key, x, seen):
    weights, _ = log_weights(parameters, key, x, seen, peer.SAMPLES)
    return -(jax.nn.logsumexp(weights, axis=0) - jnp.log(peer.SAMPLES)).mean()


@jax.jit
def step(parameters, state, key, rows):
    gradient = jax.grad(loss)(parameters, key, values[rows], observed[rows])
    updates, state = optimizer.update(gradient, state)
    return optax.apply_updates(parameters, updates), state


@jax.jit
def complete(parameters, key, row):
    weights, centre = log_weights(parameters, key, values[row][None], observed[row][None], 10_000)
    return jnp.einsum("sr,srf->rf", jax.nn.softmax(weights, axis=0), centre)


def train():
    global parameters, state, stream
    for number in range(options.steps):
        stream, key = jax.random.split(stream)
        start = (number * options.batch) % (peer.ROWS - options.batch)
        parameters, state = step(parameters, state, key, jnp.arange(start, start + options.batch))
    jax.block_until_ready(parameters)


def impute(rows=8):
    for row in range(rows):
        jax.block_until_ready(complete(parameters, stream, row))


peer.report(
    f"jax {jax.__version__}", options, impute if options.impute else train, 8 if options.impute else options.steps)
