"""A MIWAE training step, or imputation, in eager PyTorch, with log-densities written out."""
import peer  # first: it sets the cores

import math

import torch
from torch import nn
from torch.nn import functional

options = peer.arguments(__doc__)
torch.set_num_threads(options.threads)
torch.manual_seed(0)
values, observed = (torch.from_numpy(array) for array in peer.table())


def network(inputs, outputs):
    layers, width = [], inputs
    for _ in range(3):
        layers += [nn.Linear(width, peer.HIDDEN), nn.Tanh()]
        width = peer.HIDDEN
    return nn.Sequential(*layers, nn.Linear(width, outputs))


encoder = network(peer.COLUMNS, 2 * peer.LATENT)
decoder = network(peer.LATENT, 3 * peer.COLUMNS)
optimizer = torch.optim.Adam([*encoder.parameters(), *decoder.parameters()], lr=1e-3)


def log_weights(x, seen, samples):
    location, raw = encoder(x * seen).chunk(2, dim=-1)
    scale = functional.softplus(raw) + 1e-4
    noise = torch.randn(samples, *location.shape)
    latent = location + scale * noise
    prior_minus_posterior = (0.5 * (noise * noise - latent * latent) + torch.log(scale)).sum(-1)
    centre, raw_scale, raw_degrees = decoder(latent).chunk(3, dim=-1)
    sigma, degrees = functional.softplus(raw_scale) + 1e-3, functional.softplus(raw_degrees) + 3
    distance = (x - centre) / sigma
    density = (
        torch.lgamma((degrees + 1) / 2) - torch.lgamma(degrees / 2) - 0.5 * torch.log(math.pi * degrees)
        - torch.log(sigma) - 0.5 * (degrees + 1) * torch.log1p(distance * distance / degrees)
    )
    return (density * seen).sum(-1) + prior_minus_posterior, centre


def train():
    order = torch.randperm(peer.ROWS)
    for step in range(options.steps):
        rows = order[(step * options.batch) % (peer.ROWS - options.batch):][: options.batch]
        weights, _ = log_weights(values[rows], observed[rows], peer.SAMPLES)
        loss = -(torch.logsumexp(weights, 0) - math.log(peer.SAMPLES)).mean()
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()


@torch.no_grad()
def impute(rows=8):
    for row in range(rows):
        weights, centre = log_weights(values[row:row + 1], observed[row:row + 1], 10_000)
        torch.einsum("sr,srf->rf", torch.softmax(weights, 0), centre)


peer.report(
    f"torch {torch.__version__} eager", options, impute if options.impute else train,
    8 if options.impute else options.steps)
