import Lacuna

print(try Catalog.bundled().families.count)
