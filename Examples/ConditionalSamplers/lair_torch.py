"""Latent-adaptive importance resampling (Simkus and Gutmann 2023) in PyTorch, for timing beside lacuna.

  python lair_torch.py MODEL.safetensors DATA.csv [--imputations 19 --replenish 1 --steps 20 --truth COMPLETE.csv]
  python lair_torch.py MODEL.safetensors DATA.csv --score IMPUTED.csv --truth COMPLETE.csv

Reads a model that lacuna saved: continuous columns of the observation models studentT, gaussian or gaussianSharedScale,
`gaussian` posterior, standard normal prior, `mlp` or `residualMLP` networks and the encoder input `zero`. All rows of a
batch and all imputations of a row go through the networks together; missing cells are completed by the mean of p(x | z)
under the weights of all steps (the final resampling, in expectation) and, with --draws, by draws after final resampling.
"""

import argparse
import csv
import json
import math
import struct
import time

import numpy as np
import torch
import torch.nn.functional as F

LOG_2PI = math.log(2 * math.pi)


class Model:
    """The parameters of a model file, with its encoder, decoder and observation model."""

    def __init__(self, path):
        with open(path, "rb") as file:
            header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
            data = file.read()
        metadata = header.pop("__metadata__")
        self.parameters = {}
        for name, entry in header.items():
            first, last = entry["data_offsets"]
            numbers = np.frombuffer(data[first:last], {"F32": np.float32, "F64": np.float64}[entry["dtype"]])
            # Every tensor is stored as rows x samples x features; weights are inputs x outputs.
            self.parameters[name] = torch.from_numpy(numbers.reshape(entry["shape"]).astype(np.float32))[0]
        self.configuration = json.loads(metadata["configuration"])
        self.columns = [c for c in json.loads(metadata["schema"])["columns"] if c["kind"] == "continuous"]
        model = self.configuration["model"]
        self.observation = model["observation"]["continuous"]
        self.posterior = model["posterior"]
        for found, known in [
            (self.observation["type"], ["studentT", "gaussian", "gaussianSharedScale"]),
            (self.posterior["type"], ["gaussian"]),
            (model["prior"]["type"], ["standardNormal"]),
            (model["encoderInput"]["type"], ["zero"]),
            (model["encoder"]["type"], ["mlp", "residualMLP"]),
            (model["decoder"]["type"], ["mlp", "residualMLP"]),
        ]:
            if found not in known:
                raise SystemExit(f"{path} has the part {found}; this script knows {', '.join(known)}")
        self.encoder, self.decoder = self.network("encoder"), self.network("decoder")
        self.latent = self.parameters["encoder.network.output.weight"].shape[1] // 2

    def network(self, group):
        """The network of a group as a function of its input."""
        options = self.configuration["model"][group]
        activation = {"tanh": torch.tanh, "relu": torch.relu}[options["activation"]]
        layers = {}
        for name, value in self.parameters.items():
            if name.startswith(f"{group}.network."):
                layer, kind = name.removeprefix(f"{group}.network.").rsplit(".", 1)
                value = value.T.contiguous() if kind == "weight" else value.flatten()
                layers.setdefault(layer, {})[kind] = value

        def linear(layer, x):
            return F.linear(x, layers[layer]["weight"], layers[layer]["bias"])

        if options["type"] == "mlp":
            names = [f"layer{index}" for index in range(len(options["hidden"]))]

            def forward(x):
                for name in names:
                    x = activation(linear(name, x))
                return linear("output", x)
        else:

            def forward(x):
                h = linear("input", x)
                for block in range(options["blockCount"]):
                    change = activation(linear(f"block{block}.first", activation(h)))
                    h = h + linear(f"block{block}.second", change)
                return linear("output", activation(h))

        return forward

    def encode(self, x):
        """Mean and standard deviation of q(z | x)."""
        mean, raw = self.encoder(x).chunk(2, -1)
        return mean, F.softplus(raw) + self.posterior["scaleFloor"]

    def decode(self, z):
        """Parameters of p(x | z): location, scale and, for Student's t, degrees of freedom."""
        head = self.decoder(z)
        floor = self.observation["scaleFloor"]
        if self.observation["type"] == "gaussianSharedScale":
            (raw,) = [v for k, v in self.parameters.items() if k.startswith("decoder.") and "cale" in k]
            return head, (F.softplus(raw.flatten()) + floor).expand_as(head)
        if self.observation["type"] == "gaussian":
            location, raw = head.chunk(2, -1)
            return location, F.softplus(raw) + floor
        location, raw, freedom = head.chunk(3, -1)
        return location, F.softplus(raw) + floor, F.softplus(freedom) + self.observation["minimumDegreesOfFreedom"]

    def log_density(self, x, parameters):
        """log p(x | z) of every cell."""
        location, scale = parameters[:2]
        y = (x - location) / scale
        if len(parameters) == 2:
            return -0.5 * (y * y + LOG_2PI) - scale.log()
        nu = parameters[2]
        half = 0.5 * (nu + 1)
        return (
            torch.lgamma(half) - torch.lgamma(0.5 * nu) - 0.5 * torch.log(math.pi * nu) - scale.log()
            - half * torch.log1p(y * y / nu)
        )

    def sample(self, parameters):
        """A draw of x for every latent."""
        if len(parameters) == 2:
            return torch.normal(*parameters)
        return torch.distributions.StudentT(parameters[2], parameters[0], parameters[1], validate_args=False).sample()


def pick(tensors, index):
    """The entries of axis 1 that an index (rows x picks) names."""
    return [tensor.gather(1, index.unsqueeze(-1).expand(-1, -1, tensor.shape[-1])) for tensor in tensors]


@torch.no_grad()
def impute(model, x, observed, options):
    """The mean of the missing cells under the pooled weights, and draws after final resampling, of one batch of rows.

    x: rows x columns, 0 where missing; observed: the same shape, 1 and 0.
    """
    rows, width = x.shape
    K, R, T = options.imputations, options.replenish, options.steps
    x, observed = x.unsqueeze(1), observed.unsqueeze(1)
    present = observed.bool()
    imputed = torch.where(present, x, torch.randn(rows, K, width))
    log_weights, decoded = [], []
    for _ in range(T):
        mean, scale = model.encode(imputed)
        z = torch.randn(rows, K + R, model.latent)
        z = torch.cat([mean + scale * z[:, :K], z[:, K:]], 1)
        log_prior = -0.5 * (z.square() + LOG_2PI).sum(-1)
        # log of the mean over all K + R components, of which R are the prior.
        # The square of (z - mean) / scale is multiplied out, so that two matrix products do the work for all pairs.
        precision = scale.reciprocal().square()
        constant = -0.5 * (mean.square() * precision + LOG_2PI).sum(-1) - scale.log().sum(-1)
        log_components = torch.baddbmm(constant.unsqueeze(1), z.square(), precision.transpose(1, 2), alpha=-0.5)
        log_components.baddbmm_(z, (mean * precision).transpose(1, 2))
        if R > 0:
            log_components = torch.cat([log_components, (log_prior + math.log(R)).unsqueeze(-1)], -1)
        log_proposal = torch.logsumexp(log_components, -1) - math.log(K + R)
        parameters = model.decode(z)
        log_likelihood = (model.log_density(x, parameters) * observed).sum(-1)
        log_weight = log_likelihood + log_prior - log_proposal
        index = torch.multinomial(torch.softmax(log_weight, -1), K, replacement=True)
        imputed = torch.where(present, x, model.sample(pick(parameters, index)))
        log_weights.append(log_weight)
        decoded.append(parameters)
    weights = torch.softmax(torch.cat(log_weights, 1), -1)
    pooled = [torch.cat(tensors, 1) for tensors in zip(*decoded)]
    means = torch.einsum("nk,nkj->nj", weights, pooled[0])
    draws = None
    if options.draws > 0:
        index = torch.multinomial(weights, options.draws, replacement=True)
        draws = torch.where(present, x, model.sample(pick(pooled, index)))
    return torch.where(present, x, means.unsqueeze(1)).squeeze(1), draws


def read(path, columns):
    """A table in standardised units, missing cells NaN."""
    with open(path, newline="") as file:
        reader = csv.DictReader(file)
        rows = [[float(row[c["name"]]) if row[c["name"]] not in ("", "NA") else math.nan for c in columns] for row in reader]
    x = torch.tensor(rows, dtype=torch.float64)
    centre = torch.tensor([c["mean"] for c in columns], dtype=torch.float64)
    spread = torch.tensor([c["standardDeviation"] for c in columns], dtype=torch.float64)
    return ((x - centre) / spread).float()


def root_mean_square_error(found, options, model, missing):
    truth = read(options.truth, model.columns)
    return float((found - truth)[missing].square().mean().sqrt())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("data")
    parser.add_argument("--imputations", type=int, default=19)
    parser.add_argument("--replenish", type=int, default=1)
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--draws", type=int, default=0)
    parser.add_argument("--batch", type=int, default=200, help="rows that go through the networks together")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--truth", help="the complete table: the error of the imputed means is printed too")
    parser.add_argument("--score", help="a table completed elsewhere, whose error is printed and nothing else done")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    model = Model(options.model)
    table = read(options.data, model.columns)
    missing = table.isnan()
    if options.score:
        error = root_mean_square_error(read(options.score, model.columns), options, model, missing)
        print(json.dumps({"rmse": round(error, 4)}))
        return
    incomplete = missing.any(1)
    rows, observed = table[incomplete].nan_to_num(0.0), (~missing[incomplete]).float()
    impute(model, rows[: options.batch], observed[: options.batch], options)
    start = time.perf_counter()
    means = [
        impute(model, x, o, options)[0] for x, o in zip(rows.split(options.batch), observed.split(options.batch))
    ]
    seconds = time.perf_counter() - start
    result = {"rows": len(rows), "seconds": round(seconds, 3), "rowsPerSecond": round(len(rows) / seconds, 2)}
    if options.truth:
        completed = table.clone()
        completed[incomplete] = torch.cat(means)
        result["rmse"] = round(root_mean_square_error(completed, options, model, missing), 4)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
