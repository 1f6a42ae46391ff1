"""What our recogniser mistakes for what: made by models/confusion/fit.py, see the data card there. Data."""

INITIALS = """
b p 0.25,- m 0.4,b m 0.49,b f 0.44,m f 0.49,- d 0.5,b d 0.47,f d 0.52,
d t 0.25,- n 0.35,m n 0.35,- l 0.4,m l 0.52,d l 0.39,n l 0.15,m g 0.5,
d g 0.47,t k 0.36,g k 0.25,- h 0.35,p h 0.39,f h 0.2,g h 0.35,k h 0.35,
- j 0.44,b j 0.45,d j 0.42,t j 0.4,n j 0.53,l j 0.45,- q 0.54,t q 0.38,
j q 0.2,d x 0.5,t x 0.4,j x 0.27,q x 0.3,d zh 0.42,g zh 0.47,j zh 0.25,
x zh 0.48,k ch 0.42,q ch 0.25,zh ch 0.25,q sh 0.47,x sh 0.25,zh sh 0.51,ch sh 0.3,
- r 0.3,l r 0.2,zh r 0.4,d z 0.47,j z 0.3,zh z 0.1,sh z 0.37,q c 0.3,
ch c 0.1,z c 0.25,x s 0.3,sh s 0.1,z s 0.38,c s 0.27,
"""
FINALS = """
a ai 0.44,a an 0.41,ai an 0.35,a ang 0.39,an ang 0.1,a e 0.3,ai ei 0.25,e en 0.3,
ei en 0.35,e eng 0.51,en eng 0.08,e er 0.2,e i 0.35,ei i 0.3,a ia 0.2,an ian 0.3,
ang iang 0.2,ian iang 0.15,ao iao 0.2,i iao 0.45,i ie 0.35,ia ie 0.3,ian ie 0.3,en in 0.25,
i in 0.3,ian in 0.25,eng ing 0.2,ian ing 0.46,iang ing 0.44,in ing 0.06,e iou 0.54,e o 0.2,
eng ong 0.2,iong ong 0.15,ao ou 0.25,e ou 0.46,ing ou 0.35,iou ou 0.2,ong ou 0.36,ou u 0.25,
a ua 0.25,ai uai 0.25,an uan 0.25,ang uang 0.25,ong uang 0.28,uan uang 0.12,e uei 0.54,ei uei 0.15,
in uei 0.49,en uen 0.2,ong uen 0.2,uan uen 0.36,uei uen 0.3,ao uo 0.3,e uo 0.25,iou uo 0.51,
o uo 0.05,ou uo 0.3,u uo 0.3,i v 0.2,u v 0.3,ian van 0.2,ie ve 0.2,in vn 0.2,
"""
