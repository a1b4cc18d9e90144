"""Exports a trained network to int8 ONNX: `python -m train.export --network DIR --tokenizer FILE --out DIR`.

Weights are int8 in blocks of 128, but 4 bits wide in the layers that speech and figures have for themselves;
activations are quantised row by row, so that what a sentence gives does not hang on what else is in its
batch, as it does with one scale for a whole tensor. A fifth of the size.
"""

import argparse
import hashlib
import json
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer
from safetensors.torch import load_file

from train.model import OUTPUTS, Network, read_network
from train.vocabulary import trimmed
from vedette.read.heads import CHANNELS, INDICATORS


def export(network: Network, out: Path, tokenizer: Path) -> None:
    """Write reader.onnx, tokenizer.json and reader.json to `out`."""
    out.mkdir(parents=True, exist_ok=True)
    network, pieces = trimmed(network, tokenizer.read_text("utf-8"))
    network.eval()
    whole = out / "whole.onnx"
    feed = (
        torch.ones(2, 9, dtype=torch.long),
        torch.ones(2, 9),
        torch.ones(2, 9, len(CHANNELS), dtype=torch.long),
        torch.zeros(2, len(INDICATORS)),
        torch.zeros(2, 2, dtype=torch.long),
    )
    axes, batch = {0: "batch", 1: "tokens"}, {0: "batch"}
    torch.onnx.export(
        network,
        feed,
        str(whole),
        input_names=["ids", "mask", "extras", "codes", "pair_at"],
        output_names=list(OUTPUTS),
        dynamic_axes={"ids": axes, "mask": axes, "extras": axes, "codes": batch, "pair_at": batch},
        opset_version=17,
        dynamo=False,
    )
    small = out / "reader.onnx"
    quantize_dynamic(whole, small, weight_type=QuantType.QInt8, op_types_to_quantize=["Gather"])
    model = onnx.load(small)
    products = [node.name for node in model.graph.node if node.op_type == "MatMul"]
    own = [name for name in products if "speech_layers" in name]
    for bits, others in ((8, own), (4, [])):
        quantizer = MatMulNBitsQuantizer(
            model, bits=bits, block_size=128, is_symmetric=True, accuracy_level=4, nodes_to_exclude=others
        )
        quantizer.process()
        model = quantizer.model.model
    quantizer.model.save_model_to_file(str(small))
    whole.unlink()
    (out / "tokenizer.json").write_text(pieces, "utf-8")
    digests = {
        name: hashlib.sha256((out / name).read_bytes()).hexdigest()
        for name in ("reader.onnx", "tokenizer.json")
    }
    settings = {"digests": digests, "indicator_thresholds": {}, "version": "0"}
    (out / "reader.json").write_text(json.dumps(settings, indent=1) + "\n")
    print(out / "reader.onnx", (out / "reader.onnx").stat().st_size)


def main() -> None:
    """Parse the command line and export."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--network", type=Path, required=True, help="folder of network.safetensors")
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    network = read_network(load_file(options.network / "network.safetensors"))
    export(network, options.out, options.tokenizer)


if __name__ == "__main__":
    main()
