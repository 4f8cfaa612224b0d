/**
 * The program that a Python of the team's own runs for one model: it loads the model that lies in the folder of its first
 * argument, and answers one frame after the other. A frame is the length of a JSON head (four bytes, little-endian), the head, and the
 * bytes of the tensors that the head names. What the model prints goes nowhere.
 */
export const PYTHON_SERVER = `
import json, os, struct, sys

answers = os.fdopen(os.dup(1), "wb")
questions = os.fdopen(os.dup(0), "rb")
nowhere = os.open(os.devnull, os.O_RDWR)
for stream in (0, 1, 2):
    os.dup2(nowhere, stream)


def send(head, blobs=()):
    text = json.dumps(head).encode()
    answers.write(struct.pack("<I", len(text)) + text)
    for blob in blobs:
        answers.write(blob)
    answers.flush()


try:
    import numpy
    import pandas
    import mlflow.pyfunc

    model = mlflow.pyfunc.load_model(sys.argv[1])
except BaseException as error:
    send({"refused": f"{type(error).__name__}: {error}"[:300]})
    sys.exit(1)
send({"ready": True})


def value_of(feed, blob):
    if feed["type"] == "string":
        flat = numpy.array(feed["strings"], dtype=object)
    else:
        flat = numpy.frombuffer(blob, dtype=feed["type"]).copy()
    return flat.reshape(feed["dims"])


def named(result):
    if isinstance(result, pandas.DataFrame):
        return {str(name): result[name] for name in result.columns}
    if isinstance(result, dict):
        return {str(name): value for name, value in result.items()}
    return {"prediction": result}


def tensor_of(name, value):
    array = numpy.asarray(value)
    kind = array.dtype.kind
    if kind == "f" and array.dtype.itemsize not in (4, 8):
        array = array.astype("float32")
    if kind == "b":
        array = array.astype("uint8")
    head = {"name": name, "dims": list(array.shape)}
    if kind in "iuf":
        head["type"] = array.dtype.name
    elif kind == "b":
        head["type"] = "bool"
    else:
        texts = [None if one is None else str(one) for one in array.ravel().tolist()]
        return {**head, "type": "string", "strings": ["" if one is None else one for one in texts], "bytes": 0}, b""
    blob = numpy.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<")).tobytes()
    return {**head, "bytes": len(blob)}, blob


def answer(head):
    feeds = {}
    for feed in head["feeds"]:
        blob = questions.read(feed["bytes"])
        feeds[feed["name"]] = value_of(feed, blob)
    if head["form"] == "columns":
        given = pandas.DataFrame({name: value.reshape(-1) for name, value in feeds.items()})
    elif head["form"] == "tensor":
        [given] = feeds.values()
    else:
        given = feeds
    made = [tensor_of(name, value) for name, value in named(model.predict(given)).items()]
    send({"outputs": [one for one, _ in made]}, [blob for _, blob in made])


while True:
    size = questions.read(4)
    if len(size) < 4:
        break
    head = json.loads(questions.read(struct.unpack("<I", size)[0]))
    try:
        answer(head)
    except Exception as error:
        send({"failed": f"{type(error).__name__}: {error}"[:300]})
`;
