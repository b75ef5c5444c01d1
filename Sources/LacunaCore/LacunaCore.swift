@_exported import LacunaTensors
